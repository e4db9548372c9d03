"""How long records of a partnership are kept, worked out from what holds now (21 CFR 111.605(a)): stored nowhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from agreements.models import AgreementVersion
from agreements.queries import terms_of_versions
from lots.models import Disclosure, Lot
from masters.models import Product
from parties.models import Partnership
from quality_events.models import Capa, CapaEvent, Complaint, ComplaintLot, EventLot, QualityEvent
from records.models import LegalHold
from records.queries.retention import holds_anywhere, listed_lots, standing_holds
from records.retention import Batch, LegalHoldFact, Retention, retention_of
from traceability.models import Recall, Shipment
from workspace.queries.deciding_lots import deciding_lots, last_adverse_day

_CLAUSE = "retention_exit"


def _hit_by(event_ids: Any) -> Any:
    return EventLot.objects.filter(event_id__in=event_ids, standing="included").values("lot_id")


def _by_column(record: Any) -> dict[str, Any]:
    """Of a lot or of a product by its own column; anything else has no batch, and so no end."""
    if hasattr(record, "lot_id"):
        return {"pk": record.lot_id}
    return {"product_id": record.product_id} if hasattr(record, "product_id") else {"pk__in": []}


_BATCHES: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
    Lot: lambda lot: {"pk": lot.pk},
    QualityEvent: lambda event: {"pk__in": _hit_by([event.pk])},
    AgreementVersion: lambda version: {"agreement_version": version},
    Capa: lambda capa: {"pk__in": _hit_by(CapaEvent.objects.filter(capa=capa).values("event_id"))},
    Complaint: lambda complaint: {"pk__in": ComplaintLot.objects.filter(complaint=complaint).values("lot_id")},
    Disclosure: lambda shown: {
        "partnership_id": shown.partnership_id,
        "consumptions__component_lot_id": shown.component_lot_id,
    },
    Recall: lambda recall: {"recalls__recall": recall},
    Product: lambda product: {"product_id": product.pk},
}
"""Kind of record → which batches it is associated with."""


def retention_of_record(record: Any) -> Retention:
    """Of a lot, or of what is associated with lots: an event, a change, a version of an agreement, the partnership."""
    if isinstance(record, Partnership):
        return retention_of_pair(record.pk)
    lots = list(_lots_of(record).order_by("number", "pk"))
    pair = record.partnership_id
    ids = [lot.pk for lot in lots]
    return _worked_out(lots, _distributed(ids), _years(lots), _adverse(ids), list(standing_holds(pair, ids)))


def retention_of_pair(partnership_id: UUID) -> Retention:
    """Of everything of a partnership, by the few lots that can decide it; a constant number of queries."""
    lots = deciding_lots(partnership_id)
    sent = {lot.pk: at.date() for lot in lots if (at := getattr(lot, "sent_at", None))}
    adverse = {partnership_id: last_adverse_day(partnership_id)}
    return _worked_out(lots, sent, _years(lots), adverse, holds_anywhere(partnership_id))


def retention_by_lot(lots: Sequence[Lot]) -> dict[UUID, Retention]:
    """The same for each of many lots of one partnership; six queries."""
    if not lots:
        return {}
    ids = [lot.pk for lot in lots]
    sent, years, adverse = _distributed(ids), _years(lots), _adverse(ids)
    holds = list(standing_holds(lots[0].partnership_id, ids))
    return {
        lot.pk: _worked_out(
            [lot], sent, years, {lot.pk: adverse.get(lot.pk, [])}, [h for h in holds if h.lot_id in (None, lot.pk)]
        )
        for lot in lots
    }


def over_for(partnership_id: UUID, organisation_id: UUID, today: date) -> list[dict[str, str]]:
    """Lots whose records one company need not keep any longer and has not listed yet, as a disposal list shows them.

    A dated batch is kept past its date at the least (111.605(a)), so those whose shelf life still runs are not read.
    """
    listed = listed_lots(partnership_id, organisation_id)
    past = Lot.objects.filter(Q(expires_on__lt=today) | Q(expires_on=None), partnership_id=partnership_id)
    lots = list(past.exclude(pk__in=listed).order_by("number", "pk"))
    found = retention_by_lot(lots)
    by_id = {lot.pk: lot for lot in lots}
    return [
        {"id": str(key), "number": by_id[key].number, "kept_until": f"{kept.until}", "why": kept.why[0].sentence}
        for key, kept in found.items()
        if kept.is_over(today)
    ]


def _lots_of(record: Any) -> Any:
    """The batches that a record is associated with, as far as the scope shows them."""
    told = _BATCHES.get(type(record), _by_column)
    return Lot.objects.filter(**told(record)).distinct()


def _worked_out(
    lots: Sequence[Lot],
    sent: Mapping[UUID, date],
    years: Mapping[UUID | None, tuple[int, str]],
    adverse: Mapping[UUID, Iterable[date]],
    holds: Iterable[LegalHold],
) -> Retention:
    batches = [
        Batch(lot.number, lot.expires_on, sent.get(lot.pk), *years.get(lot.agreement_version_id, (0, "")))
        for lot in lots
    ]
    days = sorted({day for found in adverse.values() for day in found})
    facts = [LegalHoldFact(hold.organisation.name, hold.reason, hold.placed_at.date()) for hold in holds]
    return retention_of(batches, days, facts)


def _distributed(lot_ids: Iterable[UUID]) -> dict[UUID, date]:
    found = Shipment.objects.filter(lot_id__in=list(lot_ids)).values("lot_id").annotate(last=Max("shipped_at"))
    return {row["lot_id"]: row["last"].date() for row in found}


def _years(lots: Iterable[Lot]) -> dict[UUID | None, tuple[int, str]]:
    """Each version's years past distribution, and the clause that says so."""
    found = terms_of_versions({lot.agreement_version_id for lot in lots if lot.agreement_version_id})
    return {
        key: (int(terms.clauses.get(_CLAUSE, {}).get("keep_years", 0)), terms.citation(_CLAUSE))
        for key, terms in found.items()
    }


def _adverse(lot_ids: Iterable[UUID]) -> dict[UUID, list[date]]:
    """By lot, the days on which a complaint became known whose latest screen says a serious adverse event."""
    links = ComplaintLot.objects.filter(lot_id__in=list(lot_ids)).select_related("complaint")
    found: dict[UUID, list[date]] = {}
    for link in links.prefetch_related("complaint__screens"):
        screens = sorted(link.complaint.screens.all(), key=lambda screen: screen.pk)
        if screens and screens[-1].is_serious:
            found.setdefault(link.lot_id, []).append(link.complaint.first_received_at.date())
    return found
