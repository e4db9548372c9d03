"""Reads about change requests."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from agreements.queries import in_force, terms_of
from agreements.terms import Terms
from change_control.models import ChangeRequest
from change_control.states import ChangeState
from lots.models import Lot
from lots.states import LotState
from masters.models import Product
from quality_events.change_source import KnownChange

OPEN = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.NOTIFIED, ChangeState.APPROVED)
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


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """What the list may be narrowed by; an empty value narrows nothing."""

    state: str = ""
    """A state, or "open"."""
    trigger: str = ""
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
        "product", "proposed_by", "partnership__sponsor", "partnership__cmo"
    ).order_by(*ORDER)
    if filters is None:
        return found
    if filters.state:
        found = found.filter(state__in=OPEN if filters.state == "open" else [filters.state])
    if filters.trigger:
        found = found.filter(trigger=filters.trigger)
    return found.filter(product_id=filters.product_id) if filters.product_id else found


def change(change_id: UUID) -> ChangeRequest:
    """One change request; raises DoesNotExist for strangers."""
    return changes().get(pk=change_id)


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
