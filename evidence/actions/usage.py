"""What a pack says about batch, equipment, lines and label rolls becomes rows that later scopes are found by."""

from collections.abc import Iterator
from datetime import datetime

from evidence.models import Pack
from evidence.pack.format import Pack as StatedPack
from lots.models import Lot, Usage
from lots.states import UsageKind

Stated = tuple[UsageKind, str, datetime | None, datetime | None]


def record_usage(lot: Lot, row: Pack, stated: StatedPack) -> None:
    """One row for each thing used; a thing used twice is used from its first to its last moment."""
    spans: dict[tuple[UsageKind, str], tuple[list[datetime], list[datetime]]] = {}
    for kind, number, begins_at, ends_at in _stated(lot, stated):
        begun, ended = spans.setdefault((kind, number), ([], []))
        begun += [begins_at] if begins_at else []
        ended += [ends_at] if ends_at else []
    Usage.objects.bulk_create(
        Usage(
            partnership_id=lot.partnership_id,
            sponsor_id=lot.sponsor_id,
            lot=lot,
            kind=kind,
            number=number,
            begins_at=min(begun + ended, default=None),
            ends_at=max(begun + ended, default=None),
            pack_id=row.pk,
        )
        for (kind, number), (begun, ended) in spans.items()
    )


def _stated(lot: Lot, stated: StatedPack) -> Iterator[Stated]:
    for entry in stated.batch_record.lots:
        numbers = [entry.number] if entry.kind != "packaged lot" else []
        for number in {*numbers, *([entry.parent] if entry.parent else [])} - {lot.number}:
            yield UsageKind.BATCH, number, None, None
    for equipment in stated.batch_record.equipment:
        yield UsageKind.EQUIPMENT, equipment.number, equipment.used_from, equipment.used_until
    for clearance in stated.packaging.clearances:
        if clearance.line:
            moments = [at for at in (clearance.completed_at, clearance.first_unit_at) if at]
            yield UsageKind.LINE, clearance.line, min(moments, default=None), max(moments, default=None)
    for roll in stated.packaging.rolls:
        yield UsageKind.LABEL_ROLL, roll.number, None, None
