"""`{% load gate %}`: the gate's panel in the shape of the kit's `ui_gate`, with links to where each reason is cured."""

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from lots.models import Lot
from release.queries import Panel
from release.wording import WordedReason, pattern_words, who_cures

register = template.Library()

_CURES = {
    "agreement": "agreements:list",
    "event_open": "quality_events:event",
    "event_rejects": "quality_events:event",
    "pack_accepted": "evidence:review",
}


@register.simple_tag
def gate_shown(panel: Panel, lot: Lot) -> dict[str, Any]:
    """`{% gate_shown panel lot as shown %}{% ui_gate shown %}`."""
    return {
        "ok": panel.verdict.is_open,
        "checked_at": panel.at,
        "pattern": pattern_words(panel.verdict.route),
        "reasons": [_reason(reason, lot) for reason in panel.reasons],
    }


def _reason(reason: WordedReason, lot: Lot) -> dict[str, Any]:
    needs = who_cures(reason, lot)
    shown = {"ok": reason.is_met, "sentence": reason.sentence, "clause": reason.clause, "needs": needs}
    return shown | {"url": "" if reason.is_met else _cure(reason, lot)}


def _cure(reason: WordedReason, lot: Lot) -> str:
    """The page on which the reason is cured; the lot's evidence for packs, the lot itself where there is none."""
    name = _CURES.get(reason.code, "")
    try:
        if "event" in reason.ids:
            return reverse(name, args=[reason.ids["event"]])
        if name:
            return reverse(name) if name.endswith(":list") else reverse(name, args=[reason.ids["pack"]])
    except (NoReverseMatch, KeyError):
        return str(lot.get_absolute_url())
    return f"{lot.get_absolute_url()}evidence/" if reason.code.startswith("pack_") else ""
