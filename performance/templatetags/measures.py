"""`{% load measures %}`: a figure in words, with its interval."""

from django.template import Library

from performance.figures import figure, interval

register = Library()
register.filter("figure", figure)
register.filter("interval", interval)
