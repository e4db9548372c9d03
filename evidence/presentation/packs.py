"""The head and the tabs that all pages of one pack share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from evidence.models import Pack
from evidence.presentation.rows import blocks, title_of
from evidence.queries import earlier_version, review_signature, section_sizes
from evidence.states import PackState
from kernel.scope import Actor
from parties.states import Role
from records.queries import shown, signatures_of


def pack_head(request: HttpRequest, pack: Pack, tab: str) -> dict[str, Any]:
    """Lot, pack, tabs, signatures; whether the review is this person's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # ours
    return {
        "pack": pack,
        "lot": pack.lot,
        "time_zone": pack.lot.site.time_zone,
        "tabs": _tabs(pack, tab),
        "may_review": actor.side(pack) == "sponsor" and pack.state == PackState.IN_REVIEW,
        "signatories": signatories(pack) if pack.state == PackState.TO_COUNTERSIGN else [],
        "may_countersign": pack.state == PackState.TO_COUNTERSIGN and actor.may("evidence.countersign", pack),
        "may_waive": actor.may("evidence.waive", pack),
        "signatures": [shown(signature) for signature in signatures_of(pack.pk)],
    }


def signatories(pack: Pack) -> list[tuple[str, str]]:
    """Who accepts a pack of high risk, and what each has done about it so far."""
    review = review_signature(pack)
    signed = f"signed by {review.printed_name}" if review else "not signed yet"
    return [(str(Role.SQA.label), signed), (str(Role.SQH.label), "not signed yet")]


def _tabs(pack: Pack, active: str) -> list[dict[str, Any]]:
    tabs = [
        ("rules", "Rules", "evidence:pack"),
        ("data", "Data", "evidence:data"),
        ("documents", "Documents", "evidence:documents"),
    ]
    tabs.append(("samples", "Samples", "evidence:samples"))
    if earlier_version(pack) is not None:
        tabs.append(("changes", "Changes", "evidence:changes"))
    return [
        {"label": label, "url": reverse(name, args=[pack.pk]), "active": key == active} for key, label, name in tabs
    ]


def sections_of(pack: Pack) -> list[dict[str, Any]]:
    """The filled sections in the pack's order, with their number of rows."""
    sizes = section_sizes(pack)
    return [
        {"section": section, "title": title_of(section), "size": sizes[section]}
        for section in blocks()
        if section in sizes
    ]
