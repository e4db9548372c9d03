"""What was in force on a day, as known at a moment."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from masters.chain import Held, Knowledge
from masters.models import (
    ApprovedLaboratory,
    LabelVersion,
    MasterKind,
    MasterRecord,
    SamplingPlan,
    Specification,
    Validity,
)
from masters.models.products import Version

MODELS: dict[MasterKind, type[Version]] = {
    MasterKind.MASTER_RECORD: MasterRecord,
    MasterKind.SPECIFICATION: Specification,
    MasterKind.SAMPLING_PLAN: SamplingPlan,
    MasterKind.LABEL: LabelVersion,
}
"""Kind → where its versions are kept."""
KEYS = tuple(f"{kind.value}_id" for kind in MasterKind)


def key_of(row: Validity) -> UUID:
    """The version that the row speaks of."""
    key: UUID = getattr(row, f"{row.kind}_id")
    return key


def held_now(product_id: UUID, kind: MasterKind) -> QuerySet[Validity]:
    """What is held true now about one chain, by its days."""
    return Validity.objects.filter(product_id=product_id, kind=kind, recorded_until=None).order_by("valid_from")


def knowledge_of(rows: Iterable[Validity]) -> Knowledge:
    return tuple(Held(key_of(row), row.valid_from, row.valid_until) for row in rows)


def known_at(moment: datetime | None) -> Q:
    """Rows that were held true at that moment; None: that are held true now."""
    if moment is None:
        return Q(recorded_until=None)
    return Q(recorded_from__lte=moment) & (Q(recorded_until=None) | Q(recorded_until__gt=moment))


def in_force(product_id: UUID, on: date, known: datetime | None = None) -> dict[MasterKind, UUID]:
    """Kind → the version in force on that day, as known at that moment (None: now); one query."""
    still = Q(valid_until=None) | Q(valid_until__gt=on)
    found = Validity.objects.filter(known_at(known), still, product_id=product_id, valid_from__lte=on)
    return {MasterKind(row.kind): key_of(row) for row in found}


def laboratories_known(partnership_id: UUID, known: datetime | None = None) -> QuerySet[ApprovedLaboratory]:
    """The laboratories, as known at that moment (None: now), by name."""
    return ApprovedLaboratory.objects.filter(known_at(known), partnership_id=partnership_id).order_by("name")


def version_of(version_id: UUID) -> tuple[MasterKind, Version]:
    """A version by its key, whichever kind it is; raises Validity.DoesNotExist for strangers. Two queries."""
    named = Q()
    for key in KEYS:
        named |= Q(**{key: version_id})
    row = Validity.objects.filter(named).order_by("recorded_from", "id").first()
    if row is None:
        raise Validity.DoesNotExist
    kind = MasterKind(row.kind)
    versions = MODELS[kind]._default_manager.select_related("product", "approved_by", "corrects")
    return kind, versions.get(pk=version_id)


_SHOWN = tuple(f"{kind.value}__{more}" for kind in MasterKind for more in ("approved_by", "product"))


def approved_on(product_id: UUID, on: date, known: datetime | None = None) -> list[Validity]:
    """What was in force on that day, as known at that moment (None: now), by kind; one query."""
    still = Q(valid_until=None) | Q(valid_until__gt=on)
    found = Validity.objects.filter(known_at(known), still, product_id=product_id, valid_from__lte=on)
    places = list(MasterKind)
    return sorted(found.select_related(*_SHOWN), key=lambda row: places.index(MasterKind(row.kind)))


def turning_days(product_id: UUID, known: datetime | None = None) -> list[date]:
    """The days on which a version of the product begins, as known at that moment, the first one first."""
    rows = Validity.objects.filter(known_at(known), product_id=product_id)
    return sorted(set(rows.values_list("valid_from", flat=True)))


def said_about(kind: MasterKind, version_ids: Iterable[UUID]) -> QuerySet[Validity]:
    """Everything that was ever held true about the days of these rows of a version, the oldest knowledge first."""
    return Validity.objects.filter(**{f"{kind.value}__in": list(version_ids)}).order_by("recorded_from", "id")
