"""What a scope is asked: lots by key, number, supplier or use; kept with each run, so that it can be asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

USES = ("equipment", "line", "label_roll")


@dataclass(frozen=True, slots=True)
class Question:
    """All that is given must hold together. `near` adds what used the same things within `near_hours`, as possible."""

    forward: bool = True
    """To what was made of it; else back to what it was made of."""
    lots: tuple[UUID, ...] = ()
    number: str = ""
    supplier_lot: str = ""
    supplier: str = ""
    item: str = ""
    received_from: date | None = None
    received_until: date | None = None
    use: str = ""
    """One of `USES`, with `used`: its number."""
    used: str = ""
    used_from: datetime | None = None
    used_until: datetime | None = None
    near: tuple[str, ...] = ()
    near_hours: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing says which lots are meant."""
        given = (self.lots, self.number, self.supplier_lot, self.supplier, self.item, self.use and self.used)
        return not any(given) and self.received_from is None and self.received_until is None

    @property
    def asks_material(self) -> bool:
        return bool(self.supplier_lot or self.supplier or self.item or self.received_from or self.received_until)

    def as_json(self) -> dict[str, Any]:
        """What differs from an empty question, as JSON holds it."""
        told: dict[str, Any] = {"forward": self.forward}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "forward" and value:
                told[field.name] = [str(one) for one in value] if isinstance(value, tuple) else _plain(value)
        return told


def question_of(told: Mapping[str, Any]) -> Question:
    """The question that `as_json` wrote. Raises TypeError or ValueError for anything else."""
    given = dict(told)
    if "lots" in given:
        given["lots"] = tuple(UUID(key) for key in given["lots"])
    if "near" in given:
        given["near"] = tuple(given["near"])
    for name in ("received_from", "received_until"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    for name in ("used_from", "used_until"):
        if name in given:
            given[name] = datetime.fromisoformat(given[name])
    return Question(**given)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
