"""R415–R418: what is printed on the unit (21 CFR 111.410(d), 111.260(k)(2))."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, passed, problems_or, read
from evidence.pack.rules.quantities import shown, stated_in

CODING = "packaging.coding"
LABEL = "packaging.label"
_POSITIONS = ("first", "middle", "last")
_LENGTHS = (8, 12, 13, 14)


@rule(
    "R415",
    "111.410(d), 111.260(a)",
    "The lot number printed is this lot's, at first, middle and last unit",
    cure="Show the code of the first, a middle and the last unit; a wrong code means relabeling or rejection.",
    by=("CQC",),
)
def lot_is_printed(context: Context) -> Iterator[Finding]:
    rows, pack = context.pack.packaging.coding, context.pack
    lots = {pack.header.lot_number, *(lot.number for lot in pack.batch_record.lots if lot.kind == "packaged lot")}
    absent = [position for position in _POSITIONS if position not in {row.position for row in rows}]
    yield from problems_or(
        (
            *(
                failed(f"{CODING}/{name}", f"The code of the {name} unit was not checked.", position=name)
                for name in absent
            ),
            *(
                failed(
                    at(CODING, position),
                    f"The {row.position} unit carries {row.lot_printed or 'no stated lot number'}, "
                    f"not {pack.header.lot_number}.",
                    position=row.position,
                    lot_printed=row.lot_printed,
                )
                for position, row in enumerate(rows, start=1)
                if row.lot_printed not in lots
            ),
        ),
        passed(CODING, f"First, middle and last unit carry lot {pack.header.lot_number}.", lots=sorted(lots)),
    )


def month_end(made_on: date, months: int) -> date:
    """The last day of the month that many months after the day of manufacture: how shelf life is printed."""
    month = made_on.month - 1 + months
    year, month = made_on.year + month // 12, month % 12 + 1
    return date(year, month, monthrange(year, month)[1])


@rule(
    "R416",
    "111.410(d), 111.605(a)",
    "The expiry date is the day of manufacture plus the approved shelf life",
    cure="Correct the expiry date; units printed with a wrong one are relabeled or rejected.",
    by=("CQC", "SLB"),
)
def expiry_is_right(context: Context) -> Iterator[Finding]:
    header, months = context.pack.header, context.baseline.product.shelf_life_months
    made_on = context.made_on or header.made_on
    if made_on is None or not 0 < months <= _LONGEST:
        yield failed(
            "header", "The day of manufacture or the approved shelf life is missing.", shelf_life_months=months
        )
        return
    wanted = month_end(made_on, months)
    facts = {"made_on": made_on, "shelf_life_months": months, "approved_expiry": wanted}
    if header.made_on is not None and header.made_on != made_on:
        text = f"The pack says that the lot was made on {header.made_on}; its day of manufacture is {made_on}."
        yield failed("header/made_on", text, stated=header.made_on, made_on=made_on)
    stated = [("header", "The pack", header.expires_on)] + [
        (at(CODING, position), f"The {row.position} unit", row.expires_on)
        for position, row in enumerate(context.pack.packaging.coding, start=1)
    ]
    sum_text = f"made on {made_on} with {months} months of shelf life"
    yield from problems_or(
        (
            failed(
                subject,
                f"{name} states {day or 'no expiry date'}; {sum_text} it is {wanted}.",
                **facts,
                stated=day,
            )
            for subject, name, day in stated
            if day != wanted
        ),
        passed("header", f"The expiry date is {wanted}: {sum_text}.", **facts),
    )


_LONGEST = 600
"""Months; fifty years of shelf life is an error of typing."""


def has_check_digit(gtin: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others (modulo 10, weights 3 and 1)."""
    if len(gtin) not in _LENGTHS or not (gtin.isascii() and gtin.isdigit()):
        return False
    *body, check = (int(digit) for digit in gtin)
    weighted = sum(digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return (10 - weighted % 10) % 10 == check


@rule(
    "R417",
    "111.410(d)",
    "The GTIN has its check digit and is this product's",
    cure="Correct the GTIN; units printed with a wrong one are relabeled or rejected.",
    by=("CQC", "SLB"),
)
def gtin_is_right(context: Context) -> Iterator[Finding]:
    packaging, approved = context.pack.packaging, context.baseline.label
    wanted = (approved.gtin if approved else "") or context.baseline.product.gtin
    read = [(LABEL, "The label", packaging.label.gtin)] + [
        (at(CODING, position), f"The {row.position} unit", row.gtin)
        for position, row in enumerate(packaging.coding, start=1)
    ]
    yield from problems_or(
        (
            failed(subject, f"{name} {problem}.", gtin=gtin, approved=wanted)
            for subject, name, gtin in read
            if (problem := _gtin_problem(gtin, wanted))
        ),
        passed(LABEL, f"Label and units carry GTIN {wanted}; its check digit is right.", gtin=wanted),
    )


def _gtin_problem(gtin: str | None, wanted: str) -> str:
    if gtin is None:
        return "has no GTIN"
    if not has_check_digit(gtin):
        return f"carries {gtin}, which is no GTIN: its length or its check digit is wrong"
    same = bool(wanted) and gtin.zfill(14) == wanted.zfill(14)
    return "" if same else f"carries GTIN {gtin}; the product's is {wanted or 'not approved'}"


@rule(
    "R418",
    "111.75(g), 111.260(k)",
    "Count or fill of the units is the approved one",
    severity="B",
    cure="Assess the units with a wrong count or fill, and show the checks.",
    by=("CQC",),
)
def count_is_right(context: Context) -> Iterator[Finding]:
    rows, units = context.pack.packaging.coding, context.pack.packaging.units
    if units.unit_content is None:
        yield failed(CODING, "The content of a unit is missing, so counts cannot be judged.")
        return
    wanted = shown(units.unit_content, units.bulk_unit)
    absent = [row.position for row in rows if row.count is None]
    if absent or not rows:
        yield failed(CODING, f"No count or fill was found for the {listed(absent) or 'first, middle and last'} unit.")
        return
    yield from problems_or(
        (
            failed(
                at(CODING, position),
                f"The {row.position} unit holds {shown(row.count, row.count_unit)}; {wanted} belong in it.",
                position=row.position,
                count=row.count,
                unit=row.count_unit,
                wanted=wanted,
            )
            for position, row in enumerate(rows, start=1)
            if row.count is not None and stated_in(row.count, row.count_unit, units.bulk_unit) != units.unit_content
        ),
        passed(
            CODING,
            f"{counted(len(rows), 'unit')} checked: each holds {wanted}.",
            **read(rows, "position", "count", "count_unit"),
            wanted=wanted,
        ),
    )
