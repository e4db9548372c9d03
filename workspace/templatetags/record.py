"""`{% load record %}`: what a record's page offers of it on record: its history and its signed PDF."""

from typing import Any

from django.template import Context, Library

from workspace.queries.reports import may_request

register = Library()


@register.inclusion_tag("workspace/_on_record.html", takes_context=True)
def record_card(context: Context, kind: str, record: Any, title: str = "On record", note: Any = "") -> dict[str, Any]:
    """`{% record_card "quality_event" event %}`: no query beyond what the page has read."""
    request = context["request"]
    return {
        "record": record,
        "title": title,
        "note": note,
        "history": f"workspace:history_{kind}",
        "ask": f"workspace:report_{kind}",
        "may_export": may_request(request.actor, record),
        "csrf_token": context.get("csrf_token"),
    }
