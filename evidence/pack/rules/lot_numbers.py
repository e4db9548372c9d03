"""R104, R105: lot numbers that name one lot only (21 CFR 111.260(a))."""

from collections import Counter
from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, listed, passed, problems_or

TABLE = "batch_record.lots"


@rule(
    "R104",
    "111.260(a)",
    "Lot numbers are unique",
    cure="Give the lot a number that no other lot of this product has.",
)
def numbers_are_unique(context: Context) -> Iterator[Finding]:
    own = [lot.number for lot in context.pack.batch_record.lots]
    numbers = sorted({context.pack.header.lot_number, *own})
    yield from problems_or(
        _repeated(context, own, numbers),
        passed(TABLE, f"{listed(numbers)}: no other lot of this product has such a number.", numbers=numbers),
    )


def _repeated(context: Context, own: list[str], numbers: list[str]) -> Iterator[Finding]:
    for number in numbers:
        if number in context.other_lot_numbers:
            yield failed(
                f"{TABLE}/{number}", f"Another lot of this product is numbered {number} already.", number=number
            )
    for number, count in sorted(Counter(own).items()):
        if count > 1:
            yield failed(
                f"{TABLE}/{number}", f"The pack lists lot number {number} {count} times.", number=number, count=count
            )
    if context.pack.header.lot_number not in own:
        number = context.pack.header.lot_number
        yield failed(TABLE, f"The lot numbers do not include {number}, the lot of this pack.", number=number)


@rule(
    "R105",
    "111.260(a)(2)-(3)",
    "Packaged and bulk lots name the lot they were made from",
    severity="B",
    cure="Name the batch that each packaged or bulk lot was made from.",
)
def lots_have_parents(context: Context) -> Iterator[Finding]:
    lots = context.pack.batch_record.lots
    known = {lot.number for lot in lots}
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{lot.kind.capitalize()} {lot.number} names "
                + (f"{lot.parent}, which the pack does not list." if lot.parent else "no lot it was made from."),
                lot=lot.number,
                parent=lot.parent,
            )
            for position, lot in enumerate(lots, start=1)
            if lot.kind != "batch" and lot.parent not in known
        ),
        passed(TABLE, "Every packaged or bulk lot names the lot it was made from.", lots=sorted(known)),
    )
