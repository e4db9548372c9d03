"""`{% load report %}`: words, figures and small drawings of PDF reports."""

from decimal import Decimal
from typing import Any

from django.template import Library
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lots.quantities import unit_words
from workspace.kit.figures import grouped
from workspace.kit.limits import limit_bar
from workspace.kit.paper import printed_day, printed_moment

register = Library()


register.filter("moment", printed_moment)
register.filter("day", printed_day)


@register.filter
def figure(value: Decimal | int | None) -> str:
    """The figure as it was given, grouped from 10 000 on; an unknown one is a dash, never zero."""
    return grouped(value)


@register.filter
def unit_for(unit: str, value: Decimal | int | None) -> str:
    """`{{ lot.unit|unit_for:lot.quantity }}`: `bottles` beside any figure but one."""
    return unit_words(unit, value)


@register.simple_tag
def mark(tone: str) -> SafeString:
    """The drawn sign of a verdict: check, cross, warning, dot or ring."""
    drawing = render_to_string("workspace/lot_dossier/_mark.html", {"tone": tone})
    return mark_safe(drawing.strip())  # noqa: S308 - our own SVG, rendered with escaping


@register.simple_tag
def verdict(tone: str, words: str) -> SafeString:
    """Sign and word, kept together: color is never alone."""
    return format_html('<span class="{}">{}{}</span>', tone, mark(tone), words)


@register.inclusion_tag("workspace/lot_dossier/_bar.html")
def bar(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> dict[str, Any]:
    """A figure against its limits, drawn to scale; nothing when there is no figure or no limit."""
    if value is None or (low is None and high is None):
        return {"bar": None}
    return {"bar": limit_bar(value, low, high)}
