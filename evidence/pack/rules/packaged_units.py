"""R421, R422: repackaging with its own decision; units that balance with the bulk (21 CFR 111.420, 111.260(k)(1))."""

from collections.abc import Iterator
from fractions import Fraction

from evidence.pack.format import Repack
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, needs_event, not_applicable, passed, problems_or
from evidence.pack.rules.quantities import shown

REPACKS = "packaging.repacks"
UNITS = "packaging.units"


@rule(
    "R421",
    "111.420(a)-(c)",
    "Repackaging and relabeling were approved before, as a lot of their own, with their own decision",
    cure="Show quality control's approval from before the work, the lot number and the decision for the repacked lot.",
    by=("CQC",),
)
def repacks_approved(context: Context) -> Iterator[Finding]:
    repacks = context.pack.packaging.repacks
    if not repacks:
        yield not_applicable(REPACKS, "Nothing was repackaged or relabeled.")
        return
    lots = [lot.number for lot in context.pack.batch_record.lots]
    yield from problems_or(
        (
            failed(
                at(REPACKS, position),
                f"{row.kind.capitalize()} {row.number} {problem}.",
                repack=row.number,
                lot=row.lot,
                approved_at=row.approved_at,
                started_at=row.started_at,
                decision=row.decision,
                decided_at=row.decided_at,
            )
            for position, row in enumerate(repacks, start=1)
            if (problem := _repack_problem(row, lots, context.pack.header.lot_number))
        ),
        passed(
            REPACKS,
            f"{counted(len(repacks), 'repack')}: approved before the work, own lot, own decision.",
            repacks=[row.number for row in repacks],
        ),
    )


def _repack_problem(row: Repack, lots: list[str], batch: str) -> str:
    named = (
        (row.approved_by, "who approved it"), (row.approved_at, "when it was approved"),
        (row.started_at, "when it began"), (row.lot, "its own lot number"), (row.decision, "its decision"),
        (row.decided_by, "who decided"), (row.decided_at, "when it was decided"),
    )  # fmt: skip
    absent = [name for value, name in named if value is None]
    if absent:
        return f"lacks {listed(absent)}"
    if row.approved_at and row.started_at and row.approved_at > row.started_at:
        return "began before quality control approved it"
    if row.decided_at and row.started_at and row.decided_at < row.started_at:
        return "was decided before it began"
    if row.lot == batch or row.lot not in lots:
        return f"names {row.lot} as its lot, which is not a lot of its own in the batch record"
    return ""


@rule(
    "R422",
    "111.260(k)(1)",
    "Packaged units balance with the bulk brought to the line",
    severity="B",
    cure="Count units and bulk again; report a deviation for a difference beyond the tolerance.",
    by=("COP",),
)
def units_balance(context: Context) -> Iterator[Finding]:
    units = context.pack.packaging.units
    counts = (units.good, units.rejected_labeled, units.sampled)
    facts = {
        "good": units.good, "rejected_labeled": units.rejected_labeled, "sampled": units.sampled,
        "bulk_in": units.bulk_in, "unit_content": units.unit_content, "bulk_unit": units.bulk_unit,
    }  # fmt: skip
    if None in counts or units.bulk_in is None or not units.unit_content:
        yield failed(UNITS, "A count of units, the bulk or the content of a unit is missing.", **facts)
        return
    made = sum(filter(None, counts))
    wanted = Fraction(units.bulk_in) / Fraction(units.unit_content)
    allowed = wanted * Fraction(context.tolerances.units_percent) / 100
    text = f"{made} units made, {shown(wanted)} possible from {shown(units.bulk_in, units.bulk_unit)} of bulk"
    if abs(made - wanted) <= allowed:
        yield passed(UNITS, f"{text}.", **facts)
    else:
        yield needs_event(UNITS, f"{text}; {shown(context.tolerances.units_percent)} % are allowed.", **facts)
