"""One lot, its holds and its clocks."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet, Value

from clocks.models import Clock
from lots.models import Hold, Lot


def listed() -> QuerySet[Lot]:
    """Lots with everything that a row of a list shows."""
    return Lot.objects.select_related("product", "sponsor", "cmo", "gate")


def numbered(prefix: str) -> QuerySet[Lot]:
    """Listed lots whose number begins so: `^@` is leak-proof, LIKE is not (docs/architecture.md)."""
    begins = Func(
        F("number"), Value(prefix), template="%(expressions)s", arg_joiner=" ^@ ", output_field=BooleanField()
    )
    return listed().filter(begins)


def lot(lot_id: UUID) -> Lot:
    """One lot with its frozen baseline; raises DoesNotExist for strangers."""
    return Lot.objects.select_related(
        "product", "sponsor", "cmo", "gate", "site", "master_record", "specification", "label_version",
        "sampling_plan", "agreement_version__agreement",
    ).get(pk=lot_id)  # fmt: skip


def holds_of(lot_id: UUID) -> QuerySet[Hold]:
    """All holds, the live ones last."""
    return (
        Hold.objects.filter(lot_id=lot_id)
        .select_related("organisation", "placed_by", "lifted_by")
        .order_by("lifted_at", "placed_at")
    )


def next_clocks(lot_ids: Iterable[UUID]) -> dict[UUID, Clock]:
    """The most urgent open clock of each lot that has one, in one query."""
    found: dict[UUID, Clock] = {}
    clocks = Clock.objects.filter(lot_id__in=list(lot_ids), ended_at=None).select_related("owner")
    for clock in clocks.order_by("due_at", "id"):
        if clock.lot_id is not None:
            found.setdefault(clock.lot_id, clock)
    return found
