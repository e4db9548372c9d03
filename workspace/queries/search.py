"""Search by number over lots, component lots, events and agreements: what begins with the words, and what is the words.

Only `^@` and `=` are asked: they are leak-proof, so the policies decide first and an index may serve (architecture).
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from lots.states import LotState
from quality_events.states import EventState

MOST_OF_A_KIND = 10
_SOURCES = {
    "Lot": """SELECT l.id, l.number, p.name, l.state FROM lots_lot l JOIN masters_product p ON p.id = l.product_id
              WHERE l.number ^@ %s ORDER BY l.number, l.id LIMIT %s""",
    "Component lot": """SELECT c.id, c.number, c.item_name, c.supplier_lot FROM lots_componentlot c
              WHERE c.number ^@ %s OR c.supplier_lot ^@ %s ORDER BY c.number, c.id LIMIT %s""",
    "Event": """SELECT e.id, e.number, e.title, e.state FROM quality_events_qualityevent e
              WHERE e.number ^@ %s ORDER BY e.number, e.id LIMIT %s""",
    "Agreement": """SELECT a.id, a.number, a.title, '' FROM agreements_agreement a
              WHERE a.number ^@ %s ORDER BY a.number, a.id LIMIT %s""",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something whose number begins with what was typed."""

    kind: str
    id: Any
    number: str
    title: str
    note: str
    """A state's code, or the supplier's number of a component lot."""
    label: str
    """The state's own label; empty for what has none."""


def search(words: str) -> list[Hit]:
    """Up to ten of each kind, exact numbers first; four queries. Lower and upper case are both tried."""
    found: dict[tuple[str, Any], Hit] = {}
    for kind, sql in _SOURCES.items():
        for spelling in dict.fromkeys((words, words.upper())):
            for row in _rows(sql, spelling):
                found.setdefault((kind, row[0]), _hit(kind, *row))
    return sorted(found.values(), key=lambda hit: hit.number.upper() != words.upper())


def _hit(kind: str, key: Any, number: str, title: str, note: str) -> Hit:
    labels = {"Lot": LotState, "Event": EventState}
    return Hit(kind, key, number, title, note, labels[kind](note).label if kind in labels else "")


def _rows(sql: str, words: str) -> list[tuple[Any, ...]]:
    parameters: list[Any] = [words] * (sql.count("%s") - 1)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, MOST_OF_A_KIND])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
