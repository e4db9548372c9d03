"""The overview's timeline: what happened to the lot, in order, from the rows themselves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evidence.models import Pack
from lots.models import Lot
from lots.quantities import quantity_words
from lots.queries import holds_of
from parties.models import Person
from release.queries import decisions_of
from workspace.dossier_data import EventFact, ShipmentFact

_PACK_WORDS = {
    "in_review": "attested complete",
    "to_countersign": "reviewed, to be countersigned",
    "returned": "returned",
    "accepted": "accepted",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, in the shape of the kit's timeline."""

    at: datetime
    title: str
    by: str = ""
    reason: str = ""
    state: str = ""
    url: str = ""


def timeline(
    lot: Lot, packs: list[Pack], events: tuple[EventFact, ...], shipments: tuple[ShipmentFact, ...]
) -> list[Entry]:
    """Oldest first; four queries, however much happened."""
    entries = [Entry(lot.created_at, "Lot planned", state="planned")]
    if lot.started_at:
        entries.append(Entry(lot.started_at, "Manufacture started", state="in_process"))
    if lot.completed_at:
        entries.append(Entry(lot.completed_at, "Lot completed", state="completed"))
    entries += [*_packs(packs), *_events(events), *_decisions(lot), *_holds(lot)]
    entries += [
        Entry(
            s.shipped_at, f"{s.quantity.normalize():f} {s.unit} shipped to {s.consignee}", s.shipped_by, state="shipped"
        )
        for s in shipments
    ]
    return sorted(entries, key=lambda entry: entry.at)


def _packs(packs: list[Pack]) -> list[Entry]:
    """Submissions from the rows, what reviewers did with them from the history."""
    found = [
        Entry(p.submitted_at, f"Pack v{p.version} submitted", p.submitted_by.name, p.change_reason, "submitted")
        for p in packs
    ]
    moves = Pack.history.filter(id__in=[p.pk for p in packs], state__in=_PACK_WORDS).order_by("history_id")
    rows = list(moves.values("version", "state", "history_date", "history_user_id", "history_change_reason"))
    names = dict(Person.objects.filter(pk__in={row["history_user_id"] for row in rows}).values_list("pk", "name"))
    return found + [_moved(row, names) for row in rows]


def _moved(row: dict[str, Any], names: dict[Any, str]) -> Entry:
    said = row["history_change_reason"] or ""
    reason = said if row["state"] in ("returned", "withdrawn") else ""
    title = f"Pack v{row['version']} {_PACK_WORDS[row['state']]}"
    return Entry(row["history_date"], title, names.get(row["history_user_id"], ""), reason, row["state"])


def _events(events: tuple[EventFact, ...]) -> list[Entry]:
    found = []
    for event in events:
        found += [
            Entry(
                step.at,
                f"{event.number} ({event.classification}): {step.what.lower()}",
                step.by,
                "",
                _event_look(step.what),
            )
            for step in event.steps
        ]
    return found


def _event_look(what: str) -> str:
    looks = {"Reported": "major", "Closed": "closed", "Reopened": "reopened", "Cancelled": "cancelled"}
    return looks.get(what, "investigating")


def _decisions(lot: Lot) -> list[Entry]:
    found = []
    for decision in decisions_of(lot.pk):
        look = {"release": "signed", "reject": "rejected"}.get(decision.decision, "reprocess")
        title = f"{decision.get_stage_display()}: {decision.get_decision_display().lower()}"
        title += f" {quantity_words(decision.quantity, lot.unit)}" if decision.quantity else ""
        words = decision.reason or _judged(decision.verdicts)
        found.append(Entry(decision.decided_at, title, decision.decided_by.name, words, look))
        if decision.revoked_at:
            taken_back = f"{decision.get_stage_display()}: revoked"
            found.append(Entry(decision.revoked_at, taken_back, "", decision.revoked_reason, "revoked"))
    return found


def _judged(verdicts: list[dict[str, Any]]) -> str:
    """The rules of the release stage that the decision rests on."""
    rules = sorted({verdict["rule"] for verdict in verdicts if verdict["outcome"] == "pass"})
    return f"{', '.join(rules)} passed" if rules else ""


def _holds(lot: Lot) -> list[Entry]:
    found = []
    for hold in holds_of(lot.pk):
        company = hold.organisation.name
        found.append(Entry(hold.placed_at, f"Hold placed by {company}", hold.placed_by.name, hold.reason, "hold"))
        if hold.lifted_at and hold.lifted_by:
            found.append(
                Entry(hold.lifted_at, f"Hold lifted by {company}", hold.lifted_by.name, hold.lift_reason, "met")
            )
    return found
