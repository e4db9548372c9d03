"""R415–R418: what is printed on the unit (21 CFR 111.410(d), 111.260(k)(2))."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, passed, problems_or, read
from evidence.pack.rules.quantities import shown, stated_in
from masters.gtin import is_gtin
from masters.printed_codes import EXPIRY, GTIN, LOT, PrintedCode, read_code

CODING = "packaging.coding"
LABEL = "packaging.label"
_POSITIONS = ("first", "middle", "last")


def _wrong_codes(
    context: Context, element: str, is_wrong: Callable[[PrintedCode], object], words: Callable[[PrintedCode], str]
) -> Iterator[Finding]:
    """What the GS1 codes that were read say wrongly of one element; a code need not carry it (GS1 7.8)."""
    for position, row in enumerate(context.pack.packaging.coding, start=1):
        if row.code_read is None:
            continue
        code = read_code(row.code_read)
        problem = code.problems.get(element) or (words(code) if is_wrong(code) else "")
        if problem:
            yield failed(
                at(CODING, position),
                f"The code of the {row.position} unit {problem}.",
                position=row.position,
                code_read=row.code_read,
            )


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
            *_wrong_codes(
                context,
                LOT,
                lambda code: code.lot and code.lot not in lots,
                lambda code: f"gives lot {code.lot}, not {pack.header.lot_number}",
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
            *(
                failed(
                    subject,
                    f"{name} states {day or 'no expiry date'}; {sum_text} it is {wanted}.",
                    **facts,
                    stated=day,
                )
                for subject, name, day in stated
                if day != wanted
            ),
            *_wrong_codes(
                context,
                EXPIRY,
                lambda code: code.expires_on not in (None, wanted),
                lambda code: f"gives {code.expires_on}; {sum_text} it is {wanted}",
            ),
        ),
        passed("header", f"The expiry date is {wanted}: {sum_text}.", **facts),
    )


_LONGEST = 600
"""Months; fifty years of shelf life is an error of typing."""


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
        [
            failed(subject, f"{name} {problem}.", gtin=gtin, approved=wanted)
            for subject, name, gtin in read
            if (problem := _gtin_problem(gtin, wanted))
        ]
        + list(
            _wrong_codes(
                context,
                GTIN,
                lambda code: code.gtin and _gtin_problem(code.gtin, wanted),
                lambda code: _gtin_problem(code.gtin, wanted),
            )
        ),
        passed(LABEL, f"Label and units carry GTIN {wanted}; its check digit is right.", gtin=wanted),
    )


def _gtin_problem(gtin: str | None, wanted: str) -> str:
    if gtin is None:
        return "has no GTIN"
    if not is_gtin(gtin):
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
