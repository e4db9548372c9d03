"""`{% load ui %}`: every tag of the kit; the page `/_ui/` shows each with its parameters."""

from django.template import Library

from workspace.kit.tags import figures, forms, panels, tables, times

register = Library()
for part in (figures, times, panels, forms, tables):
    register.tags.update(part.register.tags)
