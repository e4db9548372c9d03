"""Moments, dates and clocks."""

from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.template import Context, Library
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from workspace.kit.moments import left, local_words, machine, utc_words

register = Library()


def _zone(context: Context, zone: str | tzinfo | None) -> tzinfo:
    """The zone asked for, else the person's own, else the page's site (`time_zone`), else the acting company's."""
    chosen = zone or context.get("own_zone") or context.get("time_zone") or timezone.get_current_timezone()
    return ZoneInfo(chosen) if isinstance(chosen, str) else chosen


def _server_time(context: Context) -> datetime | None:
    """The page's `server_time`: an instant, or a function that asks the database's clock once."""
    found = context.get("server_time")
    return found() if callable(found) else found


@register.simple_tag(takes_context=True)
def ui_when(context: Context, value: datetime | None, zone: str | tzinfo | None = None) -> SafeString:
    """`{% ui_when lot.completed_at %}` → `12 Nov 2025 07:05 MST`, UTC on hover."""
    if value is None:
        return format_html('<span class="absent">{}</span>', "–")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        machine(value),
        utc_words(value),
        local_words(value, _zone(context, zone)),
    )


@register.simple_tag
def ui_date(value: date | None) -> SafeString:
    """`{% ui_date lot.made_on %}` → `12 Nov 2025`; a day has no time zone."""
    if value is None:
        return format_html('<span class="absent">{}</span>', "–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), f"{value:%d %b %Y}".lstrip("0"))


@register.inclusion_tag("_ui/clock.html", takes_context=True)
def ui_clock(
    context: Context,
    due_at: datetime,
    *,
    now: datetime | None = None,
    calendar: str = "",
    explain_url: str = "",
    paused: bool = False,
    paused_until: datetime | None = None,
    compact: bool = False,
    zone: str | tzinfo | None = None,
) -> dict[str, Any]:
    """`{% ui_clock item.due_at calendar="working hours, Denver" explain_url=url %}`.

    What is left, in what calendar.
    `paused_until`, while it lies ahead: it stands still until then.
    `compact` (tables, heads) leaves the due time to the tooltip and to screen readers.
    `now` is the server's clock, by default the page's `server_time`; the browser only counts on from it.
    """
    moment = now or _server_time(context)
    is_ahead = bool(paused_until and moment and moment < paused_until)
    return {
        "left": left(due_at, moment) if moment else None,
        "due": machine(due_at),
        "now": machine(moment) if moment else "",
        "local": local_words(due_at, _zone(context, zone)),
        "utc": utc_words(due_at),
        "calendar": calendar,
        "explain_url": explain_url,
        "paused": paused or is_ahead,
        "paused_until": local_words(paused_until, _zone(context, zone)) if paused_until and is_ahead else "",
        "compact": compact,
    }
