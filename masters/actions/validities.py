"""What is known of a chain changes: the rows that are no longer held true are closed, others take their place."""

from datetime import date, datetime
from uuid import UUID

from masters.chain import Knowledge, corrected, learned, succeeded
from masters.models import MasterKind, Product, Validity
from masters.queries.validities import held_now, knowledge_of


def begin_version(*, product: Product, kind: MasterKind, version_id: UUID, valid_from: date, at: datetime) -> None:
    """A version begins; the one before it ends there."""
    known = knowledge_of(held_now(product.pk, kind))
    _learn(product, kind, known, succeeded(known, version_id, valid_from), at)


def move_version(
    *, product: Product, kind: MasterKind, version_id: UUID, now_id: UUID, valid_from: date, at: datetime
) -> Knowledge:
    """The version was really what `now_id` says, from another day on; answers what is known now."""
    known = knowledge_of(held_now(product.pk, kind))
    after = corrected(known, version_id, now_id, valid_from)
    _learn(product, kind, known, after, at)
    return after


def _learn(product: Product, kind: MasterKind, before: Knowledge, after: Knowledge, at: datetime) -> None:
    gone, new = learned(before, after)
    for held in gone:
        row = held_now(product.pk, kind).get(**{f"{kind.value}_id": held.version})
        row.recorded_until = max(at, row.recorded_from)
        row.save(update_fields=["recorded_until"])
    for held in new:
        Validity.objects.create(
            partnership_id=product.partnership_id,
            sponsor_id=product.sponsor_id,
            product=product,
            kind=kind,
            valid_from=held.valid_from,
            valid_until=held.valid_until,
            recorded_from=at,
            **{f"{kind.value}_id": held.version},
        )
