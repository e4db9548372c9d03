"""What a narrow grant is limited to: lots, products, a period; in the words in which both companies read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

WHOLE = "the whole partnership"


@dataclass(frozen=True, slots=True)
class Asked:
    """As it was typed: numbers of lots, codes of products, days between which the lots were made."""

    lots: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    made_from: date | None = None
    made_until: date | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The keys behind it. All that is given holds together; nothing given is the whole partnership."""

    lot_ids: tuple[UUID, ...] = ()
    product_ids: tuple[UUID, ...] = ()
    made_from: date | None = None
    made_until: date | None = None
    covers: str = WHOLE


NONE = Asked()


def typed(text: str) -> tuple[str, ...]:
    """Numbers out of a field: parted by commas, semicolons or lines; each once, in capitals."""
    parts = text.replace(";", ",").replace("\n", ",").split(",")
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def limited(asked: Asked, found: Iterable[tuple[str, UUID, str]]) -> Limits:
    """`found`: (kind, key, name) of what was asked for; raises nothing, `missing` tells what is not there."""
    rows = sorted(found, key=lambda row: row[2])
    lots, products = ([row for row in rows if row[0] == kind] for kind in ("lot", "product"))
    return Limits(
        tuple(key for _, key, _ in lots),
        tuple(key for _, key, _ in products),
        asked.made_from,
        asked.made_until,
        _words([name for *_, name in lots], [name for *_, name in products], asked),
    )


def missing(asked: Asked, found: Iterable[tuple[str, UUID, str]]) -> list[str]:
    """What was asked for and is not among the partnership's lots and products."""
    there = {(kind, name.upper()) for kind, _, name in found}
    wanted = [("lot", number) for number in asked.lots] + [("product", code) for code in asked.products]
    return [f"{kind} {name}" for kind, name in wanted if (kind, name) not in there]


def _words(lots: list[str], products: list[str], asked: Asked) -> str:
    parts = []
    if lots:
        parts.append(("lot " if len(lots) == 1 else "lots ") + ", ".join(lots))
    if products:
        of = "of product " if len(products) == 1 else "of products "
        parts.append(("" if lots else "lots ") + of + ", ".join(products))
    if asked.made_from or asked.made_until:
        parts.append(("" if parts else "lots ") + "made" + _days(asked))
    return " ".join(parts) or WHOLE


def _days(asked: Asked) -> str:
    since = f" from {asked.made_from:%d %b %Y}" if asked.made_from else ""
    until = f" to {asked.made_until:%d %b %Y}" if asked.made_until else ""
    return since + until
