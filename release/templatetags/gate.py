"""`{% load gate %}`: the gate's panel in the shape of the kit's `ui_gate`, with links to where each reason is cured."""

from typing import Any

from django import template
from django.urls import reverse

from lots.models import Lot
from release.queries import Panel
from release.wording import WordedReason, pattern_words, who_cures

register = template.Library()


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
    """The page on which the reason is cured; empty where it is the lot's own."""
    if "event" in reason.ids:
        return reverse("quality_events:event", args=[reason.ids["event"]])
    if reason.code == "pack_missing":
        return reverse("evidence:builder", args=[lot.pk])
    if "pack" in reason.ids:
        name = "evidence:review" if reason.code in ("pack_accepted", "pack_countersigned") else "evidence:pack"
        return reverse(name, args=[reason.ids["pack"]])
    return reverse("agreements:list") if reason.code == "agreement" else ""
