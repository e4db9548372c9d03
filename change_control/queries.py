"""Reads about change requests."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from agreements.queries import in_force, terms_of
from agreements.terms import Terms
from change_control.models import ChangeRequest, ImpactLine, LinkedRequest
from change_control.states import CHANGE, GRANTED, IN_EFFECT, ChangeState
from lots.models import Lot
from lots.states import LotState
from masters.models import MasterKind, Product
from masters.models.products import Version
from masters.queries import content_of_version
from masters.queries.validities import MODELS as VERSIONS
from masters.written import written
from quality_events.change_source import KnownChange
from quality_events.models import QualityEvent
from quality_events.states import EventKind

OPEN = tuple(state for state in ChangeState if CHANGE.turn[state] != "nobody")
ORDER = ("-proposed_at", "-id")
_GATED = (
    LotState.IN_PROCESS,
    LotState.COMPLETED,
    LotState.PACK_PENDING,
    LotState.CMO_APPROVED,
    LotState.SPONSOR_REVIEW,
    LotState.RELEASED,
    LotState.SHIPPED_PART,
    LotState.REPROCESS,
)
_RUNNING = tuple(state for state in _GATED if state not in (LotState.RELEASED, LotState.SHIPPED_PART))


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """What the list may be narrowed by; an empty value narrows nothing."""

    state: str = ""
    """A state, or "open"."""
    trigger: str = ""
    path: str = ""
    way: str = ""
    product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A step of a change's life, for its timeline."""

    at: datetime
    title: str
    by: str
    reason: str
    state: str


def changes(filters: ChangeFilters | None = None) -> QuerySet[ChangeRequest]:
    """Change requests with what a list shows; order them by `ORDER`."""
    found = ChangeRequest.objects.select_related(
        "product", "proposed_by", "event", "first_lot", "partnership__sponsor", "partnership__cmo"
    ).order_by(*ORDER)
    if filters is None:
        return found
    if filters.state:
        found = found.filter(state__in=OPEN if filters.state == "open" else [filters.state])
    exactly = {"trigger": filters.trigger, "path": filters.path, "way": filters.way}
    found = found.filter(**{name: value for name, value in exactly.items() if value})
    return found.filter(product_id=filters.product_id) if filters.product_id else found


def change(change_id: UUID) -> ChangeRequest:
    """One change request; raises DoesNotExist for strangers."""
    lines = ImpactLine.objects.select_related("answered_by", "signed_off_by")
    return changes().prefetch_related(Prefetch("lines", lines)).get(pk=change_id)


def known_changes(partnership_id: UUID, numbers: Collection[str]) -> dict[str, KnownChange]:
    """Those of these numbers, as a corrective action's plan shows them; one query."""
    found = ChangeRequest.objects.filter(partnership_id=partnership_id, number__in=numbers)
    return {
        row.number: KnownChange(row.number, row.title, row.get_state_display(), f"/changes/{row.pk}/") for row in found
    }


def next_number(partnership_id: UUID) -> str:
    """CR-1, CR-2 … per partnership; the caller holds the partnership's row locked."""
    return f"CR-{ChangeRequest.objects.filter(partnership_id=partnership_id).count() + 1}"


def terms_for(product: Product, on: date) -> Terms | None:
    """The agreement's terms for this product on this day; None where no agreement is in force."""
    version = in_force(product.partnership_id, product.group, on)
    return terms_of(version.pk) if version else None


def clause_of(terms: Terms | None) -> str:
    """The clause and version that say who decides about changes; empty without an agreement."""
    return terms.citation("change") if terms else ""


def judged(change: ChangeRequest, on: date) -> ChangeRequest:
    """The request, unsaved, naming the clause in force on this day: what its decision will be signed under.

    A page opened before a new version came into force shows another clause, and can't be signed any more.
    """
    terms = terms_for(change.product, on)
    if terms is not None:
        change.clause = clause_of(terms)
    return change


def lots_of(product_id: UUID, lot_ids: Collection[UUID]) -> list[Lot]:
    """Those of these lots that are the product's."""
    return list(Lot.objects.filter(product_id=product_id, pk__in=list(lot_ids)))


def running_lots(product_id: UUID) -> QuerySet[Lot]:
    """Planned or started and not yet out of the house: what a change may meet."""
    return Lot.objects.filter(product_id=product_id, state__in=(LotState.PLANNED, *_GATED)).order_by("number", "id")


def linked_to(change: ChangeRequest) -> list[ChangeRequest]:
    """The CMO's other requests of the same change; for everybody else there are none."""
    groups = LinkedRequest.objects.filter(change_id=change.pk).values("group")
    others = LinkedRequest.objects.filter(group__in=groups).exclude(change_id=change.pk).values("change_id")
    return list(changes().filter(pk__in=others))


def straddling_lots(change: ChangeRequest) -> list[Lot]:
    """Started under the version that the change replaces, and not yet out of the house."""
    if not (change.kind and change.based_on):
        return []
    found = Lot.objects.filter(product_id=change.product_id, state__in=_RUNNING, **{change.kind: change.based_on})
    return list(found.order_by("number", "id"))


def undecided_lots(change: ChangeRequest) -> list[Lot]:
    decided = set(change.lot_decisions.values_list("lot_id", flat=True))
    return [lot for lot in straddling_lots(change) if lot.pk not in decided]


def decided_lots(change: ChangeRequest) -> list[dict[str, Any]]:
    """Lots that run under the version that the change replaces, and those that were decided; two queries."""
    decisions = {row.lot_id: row for row in change.lot_decisions.select_related("lot", "decided_by")}
    lots = {row.lot_id: row.lot for row in decisions.values()}
    if change.state in GRANTED:
        lots |= {lot.pk: lot for lot in straddling_lots(change)}
    return [
        {
            "id": lot.pk,
            "number": lot.number,
            "decision": decisions[key].decision if key in decisions else None,
            "words": decisions[key].get_decision_display() if key in decisions else "",
            "reason": decisions[key].reason if key in decisions else "",
            "by": decisions[key].decided_by.name if key in decisions else "",
        }
        for key, lot in sorted(lots.items(), key=lambda item: item[1].number)
    ]


def holding_up(product_id: UUID, on: date) -> ChangeRequest | None:
    """A change whose version is in force on that day and which is not in effect in the plant."""
    found = ChangeRequest.objects.filter(
        product_id=product_id, state__in=GRANTED, made_version__isnull=False, effective_on__lte=on
    )
    return found.order_by("effective_on", "id").first()


def beginning_with(lot: Lot, on: date) -> ChangeRequest | None:
    """A granted change that begins with a lot still planned: this one before its day, or another one from it on."""
    found = ChangeRequest.objects.select_related("first_lot").filter(
        product_id=lot.product_id, state__in=(*GRANTED, *IN_EFFECT), first_lot__isnull=False
    )
    too_early = Q(first_lot=lot, effective_on__gt=on)
    another = Q(effective_on__lte=on, first_lot__state=LotState.PLANNED) & ~Q(first_lot=lot)
    return found.filter(too_early | another).order_by("effective_on", "id").first()


def version_now(product_id: UUID, kind: str) -> Version | None:
    """The newest version of a chain, in force or approved for a later day: what a change is written against."""
    return (
        VERSIONS[MasterKind(kind)]
        ._default_manager.filter(product_id=product_id, recorded_until=None)
        .order_by("-version")
        .first()
    )


def said_by(version: Version | None) -> Any:
    """What a version says, as a request stores it; None for none."""
    return written(content_of_version(version)) if version else None


def breach_of(event_id: UUID, product_id: UUID) -> QualityEvent:
    """A change breach about lots of the product; raises DoesNotExist for any other event."""
    found = QualityEvent.objects.filter(kind=EventKind.CHANGE_BREACH, event_lots__lot__product_id=product_id)
    return found.distinct().get(pk=event_id)


def gated_lots(product_id: UUID) -> list[UUID]:
    """The product's lots whose gate may change with a change: started, not yet out of the house."""
    lots: Iterable[UUID] = Lot.objects.filter(product_id=product_id, state__in=_GATED).values_list("id", flat=True)
    return list(lots)


def timeline(found: ChangeRequest) -> list[Moved]:
    """How the request moved, the newest step first; one query."""
    steps: list[Moved] = []
    before = ""
    for row in found.history.select_related("history_user").order_by("history_id"):
        if row.state != before:
            who = row.history_user.name if row.history_user else ""
            label = ChangeState(row.state).label
            steps.append(Moved(row.history_date, label, who, row.history_change_reason or "", row.state))
        before = row.state
    return steps[::-1]
