"""What went in: the set of components, their targets and tolerances, their step (21 CFR 111.210(b)-(c))."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from change_control.drift.kinds import Drift, Kind
from change_control.drift.wording import listed
from evidence.pack.format import Consumption
from evidence.pack.rules.context import Context
from evidence.pack.rules.quantities import shown, stated_in
from masters.baseline import ComponentValue, MasterRecordValue


def of_components(context: Context) -> Iterator[Drift]:
    """A pack without any consumption is a gap; one that leaves a component out says that it was not used."""
    record, rows = context.baseline.master_record, context.pack.materials.consumption
    if record is None or not rows:
        return
    codes = [line.code for line in record.components]
    for row in rows:
        if row.component not in codes:
            found = row.component if row.actual is None else f"{row.component}, {shown(row.actual, row.unit)}"
            yield Drift(Kind.COMPONENT, row.component, "not in the formula", found)
    for line in record.components:
        own = [row for row in rows if row.component == line.code]
        if not own:
            yield Drift(Kind.COMPONENT, line.code, f"{line.name}, {shown(line.target, line.unit)}", "not used")
            continue
        yield from _of_line(record, line, own)


def _of_line(record: MasterRecordValue, line: ComponentValue, rows: Sequence[Consumption]) -> Iterator[Drift]:
    places = [other.step for other in record.components if other.code == line.code]
    moved = [row.step for row in rows if row.step is not None and row.step not in places]
    if moved:
        found = f"added in step {listed(dict.fromkeys(moved))}"
        yield Drift(Kind.STEPS, line.code, f"added in step {listed(places)}", found)
    stated = [row for row in rows if len(places) == 1 or row.step == line.step]
    yield from _of_target(line, stated)
    yield from _of_tolerance(line, stated)


def _of_target(line: ComponentValue, rows: Sequence[Consumption]) -> Iterator[Drift]:
    """A target that several component lots share may stand with each of them, or be divided among them."""
    given = [row for row in rows if row.target is not None and row.unit is not None]
    amounts = [stated_in(row.target, row.unit, line.unit) for row in given if row.target is not None]
    if not amounts or all(amount == line.target for amount in amounts):
        return
    if None not in amounts and sum((amount or Fraction(0) for amount in amounts), Fraction(0)) == line.target:
        return
    found = listed(dict.fromkeys(shown(row.target, row.unit) for row in given if row.target is not None))
    yield Drift(Kind.AMOUNT, f"target of {line.code}", shown(line.target, line.unit), found)


def _of_tolerance(line: ComponentValue, rows: Sequence[Consumption]) -> Iterator[Drift]:
    """A share of a divided target may have a share of the tolerance, never more than all of it."""
    for row in rows:
        if row.tolerance is None or row.unit is None:
            continue
        stated = stated_in(row.tolerance, row.unit, line.unit)
        is_share = len(rows) > 1 and stated is not None and stated <= line.tolerance
        if stated != line.tolerance and not is_share:
            approved = f"± {shown(line.tolerance, line.unit)}"
            yield Drift(Kind.AMOUNT, f"tolerance of {line.code}", approved, f"± {shown(row.tolerance, row.unit)}")
