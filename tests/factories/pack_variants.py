"""Good and bad packs of one lot, made without chance: the same number gives the same pack on every machine."""

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from evidence.pack.format import Pack, Row
from evidence.pack.values import Value, read_result
from evidence.pack.workbook.layout import SHEETS
from tests.factories.packs import complete_pack

TABLES = [block for sheet in SHEETS for block in sheet.blocks if len(block.path) == 2]
RESULTS = ("0.01", "0.62", "<0.05", "ND", "complies", "fails", "104.2", "absent in 10 g", "12 to 13")
PEOPLE = ("JLO", "CHW", "KTB", "LFG", "RDN", "ZZZ")


def variants(count: int, *, lot_number: str = "MG2603-114") -> Iterator[Pack]:
    """`count` packs; the first is whole, the others are changed in one place or in up to six."""
    whole = complete_pack(lot_number=lot_number)
    yield whole
    for number in range(1, count):
        chance = random.Random(number)  # noqa: S311 - no secret: the same packs for ever
        pack = whole
        for _ in range(1 if number % 10 == 0 else chance.randint(1, 6)):
            pack = _changed(pack, chance)
        yield pack


def _changed(pack: Pack, chance: random.Random) -> Pack:
    while True:
        block = chance.choice(TABLES)
        category, part = block.path
        section: Any = getattr(pack, category)
        value = getattr(section, part)
        try:
            new = _of_table(value, chance) if block.is_table else _of_row(value, chance)
        except ValidationError:
            continue
        if new is not None and new != value:
            return pack.model_copy(update={category: section.model_copy(update={part: new})})


def _of_table(rows: tuple[Row, ...], chance: random.Random) -> tuple[Row, ...] | None:
    if not rows:
        return None
    place = chance.randrange(len(rows))
    act = chance.random()
    if act < 0.15:
        return rows[:place] + rows[place + 1 :]
    if act < 0.25:
        return (*rows, rows[place])
    if act < 0.3:
        return ()
    if act < 0.35 and len(rows) > 1:
        return (*rows[1:], rows[0])
    row = _of_row(rows[place], chance)
    return None if row is None else (*rows[:place], row, *rows[place + 1 :])


def _of_row(row: Row, chance: random.Random) -> Row | None:
    name = chance.choice(list(type(row).model_fields))
    field = type(row).model_fields[name]
    value = getattr(row, name)
    if not field.is_required() and chance.random() < 0.3:
        new: Any = None
    else:
        new = _other(value, field.annotation, chance)
    if new == value:
        return None
    return type(row).model_validate({field: getattr(row, field) for field in type(row).model_fields} | {name: new})


def _other(value: Any, annotation: Any, chance: random.Random) -> Any:
    kinds = (annotation, *get_args(annotation))
    choices = [choice for kind in kinds if get_origin(kind) is Literal for choice in get_args(kind)]
    if choices:
        return chance.choice(choices)
    other = next((change for kind, change in _CHANGES if isinstance(value, kind)), None)
    return other(value, chance) if other else None


def _amount(value: Decimal, chance: random.Random) -> Decimal:
    factor = Decimal(chance.choice(("0.5", "0.99", "1.001", "1.02", "3")))
    return (value * factor + chance.choice((0, 1))).quantize(Decimal("0.001"))


_CHANGES: list[tuple[type, Callable[[Any, random.Random], Any]]] = [
    (bool, lambda value, _chance: not value),
    (Decimal, _amount),
    (int, lambda value, chance: max(0, value + chance.choice((-7, -1, 1, 12)))),
    (datetime, lambda value, chance: value + timedelta(minutes=chance.choice((-3000, -61, -1, 1, 30, 5000)))),
    (date, lambda value, chance: value + timedelta(days=chance.choice((-400, -1, 1, 40)))),
    (Value, lambda _value, chance: read_result(chance.choice(RESULTS))),
    (str, lambda value, chance: chance.choice((*PEOPLE, "mg", "kg", value + "X"))),
]
