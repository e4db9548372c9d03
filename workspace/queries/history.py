"""The audit trail of a lot (21 CFR 11.10(e)): who changed what, from what to what, when and why; refusals too.

One query a kind of record, then one for the people and one for the companies, however long the trail is.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from evidence.models import ExceptionDecision, Pack
from lots.models import Hold, Lot
from parties.models import Organisation, Person
from quality_events.models import EventLot, QualityEvent
from records.models import Refusal
from records.queries.places import TrailPlace
from release.models import Disposition
from traceability.models import Shipment
from workspace.dossier_data import ChangeFact
from workspace.queries.history_rows import ACTIONS, TECHNICAL, UNSEEN, Trail, field_of, value_words


def trails(lot: Lot, pack_ids: Iterable[UUID], event_ids: Iterable[UUID]) -> tuple[Trail, ...]:
    """Every kind of record that makes up a lot's story."""
    packs, events = list(pack_ids), list(event_ids)
    return (
        Trail(Lot, {"id": lot.pk}, lambda row: f"Lot {row['number']}"),
        Trail(Hold, {"lot_id": lot.pk}, lambda _row: "Hold"),
        Trail(Pack, {"id__in": packs}, lambda row: f"Evidence pack v{row['version']}"),
        Trail(ExceptionDecision, {"verdict__pack_id__in": packs}, lambda _row: "Decision on an exception"),
        Trail(QualityEvent, {"id__in": events}, lambda row: f"Event {row['number']}"),
        Trail(EventLot, {"lot_id": lot.pk}, lambda _row: "Lot of an event"),
        Trail(Disposition, {"lot_id": lot.pk}, lambda row: f"Decision, {row['stage'].replace('_', ' ')}"),
        Trail(Shipment, {"lot_id": lot.pk}, lambda row: f"Shipment {row['reference']}"),
    )


def change_facts(lot: Lot, pack_ids: Iterable[UUID], event_ids: Iterable[UUID]) -> tuple[ChangeFact, ...]:
    """The whole trail, newest first. `lot` has its frozen versions loaded, so that they can be named."""
    return tuple(fact for fact, _ in traced_facts(lot, pack_ids, event_ids))


def traced_facts(
    lot: Lot, pack_ids: Iterable[UUID], event_ids: Iterable[UUID]
) -> tuple[tuple[ChangeFact, TrailPlace], ...]:
    """The same, each with the row of the trail that says so."""
    packs, events = list(pack_ids), list(event_ids)
    rows = [(trail, list(_history(trail))) for trail in trails(lot, packs, events)]
    refused = _refusals([lot.pk, *packs, *events])
    names = _names(lot, rows, refused)
    found = [fact for trail, history in rows for fact in _facts(trail, history, names)]
    found += [_refusal(row, names) for row in refused]
    return tuple(sorted(found, key=lambda pair: (pair[0].at, pair[0].record), reverse=True))


def _history(trail: Trail) -> Iterable[dict[str, Any]]:
    manager = trail.model.history  # type: ignore[attr-defined]  # every model of ours has one
    return manager.filter(**trail.where).order_by("history_id").values()  # type: ignore[no-any-return]


def _refusals(subject_ids: list[UUID]) -> list[Refusal]:
    return list(Refusal.objects.filter(subject_id__in=subject_ids))


def _names(lot: Lot, rows: Iterable[tuple[Trail, list[dict[str, Any]]]], refused: list[Refusal]) -> dict[UUID, str]:
    """Keys that may stand in the trail, with the names that this reader may see."""
    people, companies = {row.person_id for row in refused}, {row.organisation_id for row in refused}
    for _, history in rows:
        for row in history:
            people |= {row["history_user_id"], *(row[name] for name in row if name.endswith("_by_id"))}
            companies |= {row["acting_organisation_id"], row.get("organisation_id")}
    names = dict(Person.objects.filter(pk__in=[key for key in people if key]).values_list("pk", "name"))
    names |= dict(Organisation.objects.filter(pk__in=[key for key in companies if key]).values_list("pk", "name"))
    frozen = (lot.product, lot.site, lot.master_record, lot.specification, lot.sampling_plan, lot.label_version)
    return names | {thing.pk: str(thing) for thing in (*frozen, lot.agreement_version) if thing is not None}


def _facts(
    trail: Trail, history: list[dict[str, Any]], names: Mapping[UUID, str]
) -> Iterable[tuple[ChangeFact, TrailPlace]]:
    last: dict[Any, dict[str, Any]] = {}
    for row in history:
        before, place = last.get(row["id"], {}), _place(trail, row)
        last[row["id"]] = row
        if row["history_type"] == "~" and before:
            changed = [name for name in row if name not in TECHNICAL and row[name] != before[name]]
            for name in changed:
                yield _fact(trail, row, names, name, value_words(trail.model, name, before[name], names)), place
        else:
            yield _fact(trail, row, names), place


def _place(trail: Trail, row: Mapping[str, Any]) -> TrailPlace:
    table = trail.model.history.model._meta.db_table  # type: ignore[attr-defined]  # every model of ours has one
    return TrailPlace(table, str(row["history_id"]), str(row["txid"]))


def _fact(trail: Trail, row: Mapping[str, Any], names: Mapping[UUID, str], name: str = "", old: str = "") -> ChangeFact:
    at: datetime = row["history_date"]
    return ChangeFact(
        at=at,
        by=names.get(row["history_user_id"], UNSEEN),
        organisation=names.get(row["acting_organisation_id"], ""),
        record=trail.label(row),
        action=ACTIONS[row["history_type"]],
        field=str(field_of(trail.model, name).verbose_name) if name else "",
        old=old,
        new=value_words(trail.model, name, row[name], names) if name else "",
        reason=row["history_change_reason"] or "",
    )


def _refusal(row: Refusal, names: Mapping[UUID, str]) -> tuple[ChangeFact, TrailPlace]:
    fact = ChangeFact(
        at=row.at,
        by=names.get(row.person_id, "–") if row.person_id else "–",
        organisation=names.get(row.organisation_id, "") if row.organisation_id else "",
        record="Refused attempt",
        action="refused",
        field="",
        old="",
        new="",
        reason=f"{row.sentence} ({row.clause})" if row.clause else row.sentence,
    )
    return fact, TrailPlace(Refusal._meta.db_table, str(row.pk), str(row.txid))
