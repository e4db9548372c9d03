"""R305, R306: results judged by their figures, never by a certificate's wording (21 CFR 111.75, 111.77(a), 111.320)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from weakref import ref

from evidence.pack.conformity import meets
from evidence.pack.format import TestResult
from evidence.pack.problems import NotReadable
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, needs_event, not_applicable, passed, problems_or, read
from evidence.pack.rules.quantities import code_of, shown, stated_in
from evidence.pack.units import convertible, label
from evidence.pack.values import Kind, Value, read_limit
from masters.baseline import TestValue

TABLE = "laboratory.results"
_CENSORED = (Kind.NOT_DETECTED, Kind.BELOW_QUANTITATION)


@dataclass(frozen=True, slots=True)
class Judged:
    """A result against its limit: that of the approved specification, or the row's own for any other test."""

    position: int
    row: TestResult
    limit: Value | None
    meets: bool | None

    @property
    def subject(self) -> str:
        return at(TABLE, self.position)

    @property
    def name(self) -> str:
        return self.row.name or self.row.test

    @property
    def value(self) -> str:
        """ "0.62 ppm": the result as reported, with its unit."""
        if self.row.value is None:
            return "no result"
        unit = f" {label(self.row.unit)}" if self.row.unit and self.row.value.is_numeric else ""
        return f"{_written(self.row.value)}{unit}"

    @property
    def wanted(self) -> str:
        return _written(self.limit) if self.limit else "no limit"

    @property
    def facts(self) -> dict[str, Any]:
        row = self.row
        return {
            "result": row.number, "test": row.test, "value": row.value.text if row.value else None,
            "unit": row.unit, "loq": row.loq, "limit": self.limit.text if self.limit else None,
            "stated_limit": row.limit.text if row.limit else None, "laboratory_says": row.stated,
        }  # fmt: skip


def _written(value: Value) -> str:
    """As it was written. 0.5 and 0.50 are equal and two writings, so the digits belong to the key of the cache."""
    return _text(value, str(value.low), str(value.high))


@lru_cache(maxsize=4096)
def _text(value: Value, _low: str, _high: str) -> str:
    return value.text_for_people()


def approved_limits(context: Context) -> Mapping[tuple[str, str], Value | None]:
    """(test, stage) → the limit of the approved specification; None where it cannot be read."""
    specification = context.baseline.specification
    limits: dict[tuple[str, str], Value | None] = {}
    for test in specification.tests if specification else ():
        limits[test.code, test.stage] = approved_limit(test)
    return limits


def approved_limit(test: TestValue) -> Value | None:
    """The limit of one line of the specification, with the line's unit; None where it cannot be read."""
    try:
        limit = read_limit(test.limit)
    except NotReadable:
        return None
    if limit.is_numeric and limit.unit is None and test.unit:
        return replace(limit, unit=code_of(test.unit))
    return limit


_LAST: dict[str, tuple[ref[Context], tuple[Judged, ...]]] = {}
"""The results of the context judged last: eight rules ask for them, one after the other."""


def judged(context: Context) -> tuple[Judged, ...]:
    """Every result of the pack against its limit; reckoned once a context, forgotten with it."""
    last = _LAST.get("judged")
    if last is not None and last[0]() is context:
        return last[1]
    found = tuple(_judged(context))
    _LAST["judged"] = (ref(context, _forget), found)
    return found


def _forget(gone: "ref[Context]") -> None:
    last = _LAST.get("judged")
    if last is not None and last[0] is gone:
        del _LAST["judged"]


def _judged(context: Context) -> Iterator[Judged]:
    limits = approved_limits(context)
    for position, row in enumerate(context.pack.laboratory.results, start=1):
        stage = row.stage or "finished"
        limit = limits.get((row.test, stage), row.limit)
        if stage == "packaged":  # the specification of the finished product holds for it in its package, too
            limit = limits.get((row.test, "packaged"), limits.get((row.test, "finished"), row.limit))
        conforms = None if row.value is None or limit is None else meets(row.value, limit, unit=row.unit, loq=row.loq)
        yield Judged(position, row, limit, conforms)


def no_results(context: Context) -> Finding:
    """Nothing can be said of no results: in order only when the draw left this lot untested (R303)."""
    if context.pack.laboratory.sampling.is_drawn is False:
        return not_applicable(TABLE, "The draw did not select this lot, and the pack shows no result.")
    return failed(TABLE, "The pack shows no laboratory result.")


@rule(
    "R305",
    "111.75(c), 111.77(a)",
    "Results meet their limits, by their figures",
    cure="Report an out-of-specification event for the result (111.113(a)(1)), or complete what is missing.",
    by=("LAB", "CQC"),
)
def results_meet_limits(context: Context) -> Iterator[Finding]:
    if context.baseline.specification is None:
        yield failed(TABLE, "No approved specification was in force to judge the results by.")
        return
    rows = judged(context)
    if not rows:
        yield no_results(context)
        return
    retested = {found.row.retest_of for found in rows}
    yield from problems_or(
        (finding for found in rows if (finding := _judgement(found, retested))),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')}: each meets its limit by its figures.",
            results=[[found.row.number, found.row.test, found.value, found.wanted] for found in rows],
        ),
    )


def _judgement(found: Judged, retested: set[str | None]) -> Finding | None:
    """What stands against a result. A result that was repeated is answered for by R315."""
    if found.row.value is None:
        return failed(found.subject, f"{found.name} has no result.", **found.facts)
    if found.limit is None:
        return failed(found.subject, f"{found.name} has no limit to be judged by.", **found.facts)
    if found.meets is False and found.row.number not in retested:
        return needs_event(found.subject, f"{found.name}: {found.value} is outside {found.wanted}.", **found.facts)
    if found.meets is None and not _not_comparable(found):
        return failed(
            found.subject, f"{found.name}: {found.value} does not decide whether {found.wanted} is met.", **found.facts
        )
    return None


@rule(
    "R306",
    "111.320(b), 111.75(h)",
    "Units convert, and the limit of quantitation lies within the limit",
    cure="Report the value in the unit of the limit, with a limit of quantitation at or below it.",
    by=("LAB",),
)
def results_are_comparable(context: Context) -> Iterator[Finding]:
    rows = judged(context)
    if not rows:
        yield no_results(context)
        return
    yield from problems_or(
        (
            failed(found.subject, f"{found.name}: {problem}.", **found.facts)
            for found in rows
            if (problem := _not_comparable(found))
        ),
        passed(
            TABLE,
            f"{counted(len(rows), 'result')}, each comparable with its limit.",
            **read([found.row for found in rows], "number", "test", "value", "unit", "loq"),
        ),
    )


def _not_comparable(found: Judged) -> str:
    """Why unit or limit of quantitation leave the result undecided; empty when they do not."""
    row, limit = found.row, found.limit
    if row.value is None or limit is None or not limit.is_numeric:
        return ""
    is_censored = row.value.kind in _CENSORED
    if limit.unit is not None and limit.unit != row.unit and (row.value.is_numeric or is_censored):
        if row.unit is None:
            return f"the result has no unit; the limit is {found.wanted}"
        if not convertible(row.unit, limit.unit):
            return f"a result in {label(row.unit)} cannot be compared with {found.wanted}"
    return _not_quantified(found, limit) if is_censored else ""


def _not_quantified(found: Judged, limit: Value) -> str:
    row = found.row
    if row.loq is None:
        return f"{found.value} needs the limit of quantitation"
    if limit.high is None:
        return ""
    loq = stated_in(row.loq, row.unit, limit.unit or row.unit)
    if loq is None or loq > limit.high:
        return f"the limit of quantitation, {shown(row.loq, row.unit)}, lies above {found.wanted}"
    return ""
