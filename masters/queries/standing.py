"""What is approved for a partnership beside product versions, as rows and as frozen values."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from masters.models import (
    ApprovedMethod,
    ApprovedSupplier,
    ComponentSpecification,
    QualifiedEquipment,
    TrainedPerson,
)
from masters.models.knowledge import HeldTrue
from masters.queries.validities import known_at
from masters.standing import KINDS, StandingFacts, StandingKind, SupplierValue

_MODELS: dict[str, type[HeldTrue]] = {
    "suppliers": ApprovedSupplier,
    "methods": ApprovedMethod,
    "people": TrainedPerson,
    "component_specifications": ComponentSpecification,
    "equipment": QualifiedEquipment,
}
"""Kind → where its rows are kept; columns are named as the fields of the kind's value."""


def model_of(kind: StandingKind) -> type[HeldTrue]:
    return _MODELS[kind.name]


def standing_rows(kind: StandingKind, partnership_id: UUID, known: datetime | None = None) -> QuerySet[HeldTrue]:
    """The rows of one kind as known at a moment (None: now), in the order of their key."""
    return model_of(kind)._default_manager.filter(known_at(known), partnership_id=partnership_id).order_by(*kind.key)


def standing_values(kind: StandingKind, partnership_id: UUID, known: datetime | None = None) -> tuple[object, ...]:
    """The same as frozen values; one query."""
    return tuple(
        kind.value(**{name: _plain(getattr(row, name)) for name in kind.fields})
        for row in standing_rows(kind, partnership_id, known)
    )


def suppliers_ever(
    partnership_id: UUID, components: Collection[str]
) -> list[tuple[SupplierValue, datetime, datetime | None]]:
    """Every approval of these components that was ever held true, with the time in which it was; one query."""
    rows = ApprovedSupplier.objects.filter(partnership_id=partnership_id, component__in=components)
    names = KINDS["suppliers"].fields
    return [
        (SupplierValue(**{name: getattr(row, name) for name in names}), row.recorded_from, row.recorded_until)
        for row in rows.order_by("component", "supplier", "site", "recorded_from")
    ]


def standing_facts(partnership_id: UUID) -> StandingFacts:
    """Everything that is recorded for a partnership now; five queries."""
    values = {name: standing_values(kind, partnership_id) for name, kind in KINDS.items()}
    return StandingFacts(**values)  # type: ignore[arg-type]  # each kind has its own values


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
