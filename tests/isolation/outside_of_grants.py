"""What an auditor may not find who was let in for one lot: all that belongs to the partnership's other lots."""

from dataclasses import replace

from django.db.models import UUIDField

from kernel.rls.narrowing import HIDDEN
from kernel.rls.policies import is_history, project_models
from tests.databases import as_owner
from tests.isolation.estate import Holding
from tests.isolation.knowledge import Forbidden

OUTSIDE = "outside of the grant: "
SHOWN_LOT = "released"
_BY_LOT = {
    "lot_id": "SELECT id FROM lots_lot WHERE partnership_id = %(pair)s AND id <> %(lot)s",
    "pack_id": "SELECT id FROM evidence_pack WHERE partnership_id = %(pair)s AND lot_id <> %(lot)s",
    "event_id": (
        "SELECT id FROM quality_events_qualityevent e WHERE partnership_id = %(pair)s AND NOT EXISTS "
        "(SELECT FROM quality_events_eventlot h WHERE h.event_id = e.id AND h.lot_id = %(lot)s)"
    ),
}
_THEMSELVES = {"lots_lot": "lot_id", "evidence_pack": "pack_id", "quality_events_qualityevent": "event_id"}
_SEEN_ALL_THE_SAME = {"parties_auditorgrant", "clocks_clock", "records_signature"}
"""Her own grant; what may be about another record than the column says."""


def with_outside(known: Forbidden, holding: Holding) -> Forbidden:
    """The signs of strangers, and those of the partnership's own rows outside of the grant for `SHOWN_LOT`."""
    shown = holding.lots[SHOWN_LOT]
    asked = {"pair": shown.partnership_id, "lot": shown.pk}
    ids = dict(known.ids)
    for model in project_models():
        table, columns = model._meta.db_table, {field.column for field in model._meta.concrete_fields}
        if is_history(model) or table in _SEEN_ALL_THE_SAME or not isinstance(model._meta.pk, UUIDField):
            continue
        if model._meta.label_lower in HIDDEN and "partnership_id" in columns:
            ids |= _keys(table, "partnership_id = %(pair)s", asked)
        elif table in _THEMSELVES:
            ids |= _keys(table, f"id IN ({_BY_LOT[_THEMSELVES[table]]})", asked)
        elif by := next((column for column in _BY_LOT if column in columns), None):
            ids |= _keys(table, f"{by} IN ({_BY_LOT[by]})", asked)
    numbers = tuple(lot.number for name, lot in holding.lots.items() if name != SHOWN_LOT)
    return replace(known, words=(*known.words, *numbers), ids=ids)


def _keys(table: str, condition: str, asked: dict[str, object]) -> dict[str, str]:
    rows = as_owner(f"SELECT replace(id::text, chr(45), '') FROM \"{table}\" WHERE {condition}", asked)  # noqa: S608 - our own text
    return {str(key): f"{OUTSIDE}{table}" for (key,) in rows}
