"""The lot dossier, tab by tab, each inside the same frame."""

from collections.abc import Callable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from change_control.comparisons import differences_on, known_difference, last_comparison
from kernel.clock import now
from lots.queries import holds_of
from records.queries.places import seals_of
from release.balance import balance
from release.queries import permits_of
from traceability.queries import stock_of
from workspace.buttons import buttons
from workspace.dossier_data import EventFact
from workspace.queries import events, history, laboratory, making, packs, signing
from workspace.queries.agreed import agreement_facts
from workspace.queries.frame import Frame, frame_of
from workspace.queries.lot import baselines, parties
from workspace.queries.reports import may_request, reports_of
from workspace.queries.retention import retention_of_record
from workspace.queries.timeline import timeline

TABS = {
    "overview": "Overview",
    "evidence": "Evidence",
    "events": "Events",
    "genealogy": "Genealogy",
    "versions": "Versions",
    "shipments": "Shipments",
    "history": "History",
}


def _overview(frame: Frame) -> dict[str, Any]:
    lot = frame.lot
    versions = packs.versions_of(lot.pk)
    pack = packs.living(versions)
    rows = making.rows_of(pack)
    hits, shipments = events.event_facts(lot.pk), signing.shipment_facts(lot.pk)
    return {
        "pack": pack,
        "categories": packs.category_counts([pack.pk])[pack.pk] if pack else (),
        "results": laboratory.results(rows, lot.specification_id, pack),
        "yields": making.yields(rows),
        "labels": making.label_counts(rows, lot.label_version),
        "timeline": timeline(lot, versions, hits, shipments),
        "holds": [hold for hold in holds_of(lot.pk) if hold.lifted_at is None],
    }


def _evidence(frame: Frame) -> dict[str, Any]:
    versions = packs.versions_of(frame.lot.pk)
    facts = zip(versions, packs.pack_facts(versions), strict=True)
    shown = [{"fact": fact, "url": reverse("evidence:pack", args=[version.pk])} for version, fact in facts]
    return {"packs": shown, "exceptions": packs.exception_facts(versions)}


def _events(frame: Frame) -> dict[str, Any]:
    keys = {fact.number: fact.id for fact in frame.panel.facts.events}
    return {"events": [_event(fact, keys.get(fact.number)) for fact in events.event_facts(frame.lot.pk)]}


def _event(fact: EventFact, key: UUID | None) -> dict[str, Any]:
    """An event with its page; a cancelled one is no fact of the gate and has no link."""
    steps = [{"at": step.at, "title": step.what, "by": step.by, "reason": step.reason} for step in fact.steps]
    url = reverse("quality_events:event", args=[key]) if key else ""
    return {"fact": fact, "heading": f"{fact.number} {fact.title}", "steps": steps, "url": url}


def _genealogy(frame: Frame) -> dict[str, Any]:
    pack = packs.living(packs.versions_of(frame.lot.pk))
    rows = making.rows_of(pack)
    return {"materials": making.materials(frame.lot, pack, rows), "pack": pack}


def _versions(frame: Frame) -> dict[str, Any]:
    lot = frame.lot
    return {
        "baselines": baselines(lot),
        "comparison": last_comparison(lot.pk),
        "differences": [known_difference(row) for row in differences_on(lot.pk)],
        "agreement": agreement_facts(lot.agreement_version),
        "parties": parties(lot),
    }


def _shipments(frame: Frame) -> dict[str, Any]:
    shipments = signing.shipment_facts(frame.lot.pk)
    total = sum(s.quantity for s in shipments)
    permits = list(permits_of(frame.lot.pk))
    facts, needs_sponsor = frame.panel.facts, frame.panel.verdict.route.needs_sponsor
    return {
        "shipments": shipments,
        "shipped": total,
        "stock": stock_of(frame.lot),
        "permits": permits,
        "balance": balance(facts, needs_sponsor=needs_sponsor),
    }


def _history(frame: Frame) -> dict[str, Any]:
    lot = frame.lot
    pack_ids = [pack.pk for pack in packs.versions_of(lot.pk)]
    traced = history.traced_facts(lot, pack_ids, [event.id for event in frame.panel.facts.events])
    sealed = seals_of(lot.partnership_id, [place for _, place in traced])
    grouped = groupby(traced, key=lambda pair: (pair[0].at, pair[0].by, pair[0].record, pair[0].action, pair[0].reason))
    entries = [list(group) for _, group in grouped]
    return {
        "trail": [
            {"first": entry[0][0], "changes": [fact for fact, _ in entry], "seal": sealed.get(entry[0][1])}
            for entry in entries
        ]
    }


_CONTENT: dict[str, Callable[[Frame], dict[str, Any]]] = {
    "overview": _overview,
    "evidence": _evidence,
    "events": _events,
    "genealogy": _genealogy,
    "versions": _versions,
    "shipments": _shipments,
    "history": _history,
}


@require_safe
def dossier(request: HttpRequest, lot_id: UUID, tab: str = "overview") -> HttpResponse:
    """One tab of one lot."""
    by, at = request.actor, now()  # type: ignore[attr-defined]  # ours
    frame = frame_of(lot_id, at)
    page = {
        "frame": frame,
        "lot": frame.lot,
        "panel": frame.panel,
        "tab": tab,
        "tabs": _tabs(frame, tab),
        "buttons": buttons(frame.lot, frame.panel, by),
        "signatures": signing.signature_facts([lot_id]),
        "reports": reports_of(lot_id),
        "may_lift": by.may("lots.lift", frame.lot),
        "may_propose_change": by.may("change_control.propose", frame.lot),
        "may_export": may_request(by, frame.lot),
        "may_count": by.may("traceability.count", frame.lot),
        "may_permit": by.may("release.permit", frame.lot),
        "retention": retention_of_record(frame.lot) if tab == "history" else None,
        "may_retain": by.may("records.retain", frame.lot),
        "time_zone": frame.lot.site.time_zone,
    }
    return render(request, f"workspace/dossier/{tab}.html", page | _CONTENT[tab](frame))


def _tabs(frame: Frame, current: str) -> list[dict[str, Any]]:
    pack, found = frame.panel.facts.pack, frame.panel.facts.events
    counts = {"evidence": f"v{pack.version}" if pack else "", "events": len(found) or ""}
    home = reverse("workspace:dossier", args=[frame.lot.pk])
    return [
        {
            "label": label,
            "url": home if name == "overview" else f"{home}{name}/",
            "active": name == current,
            "count": counts.get(name, ""),
        }
        for name, label in TABS.items()
    ]
