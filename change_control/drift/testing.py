"""How it was tested: methods, limits, laboratories, the sampling plan (21 CFR 111.70(e), 111.75, 111.320)."""

from collections.abc import Iterator
from dataclasses import replace

from change_control.drift.kinds import Drift, Kind
from change_control.drift.wording import listed, versioned
from evidence.pack.format import TestResult
from evidence.pack.problems import NotReadable
from evidence.pack.rules.context import Context
from evidence.pack.rules.quantities import code_of
from evidence.pack.rules.results import approved_limit
from evidence.pack.units import convert
from evidence.pack.values import Value
from masters.baseline import LaboratoryValue, TestValue


def of_results(context: Context) -> Iterator[Drift]:
    """Results of the specification's tests; a test more than was asked for changes nothing."""
    specification = context.baseline.specification
    tests = {(test.code, test.stage): test for test in specification.tests} if specification else {}
    for row in context.pack.laboratory.results:
        test = tests.get((row.test, row.stage or "finished"))
        if test is None and row.stage == "packaged":
            test = tests.get((row.test, "finished"))
        if test is None:
            continue
        if row.method is not None and test.method and row.method != test.method:
            yield Drift(Kind.METHOD, test.name, test.method, row.method)
        yield from _of_limit(row, test)
        yield from _of_laboratory(row, test, context.baseline.laboratories)


def _of_limit(row: TestResult, test: TestValue) -> Iterator[Drift]:
    approved = approved_limit(test)
    if row.limit is None or approved is None:
        return
    unit = code_of(row.unit) or code_of(test.unit)
    stated = replace(row.limit, unit=row.limit.unit or unit) if row.limit.is_numeric else row.limit
    if not _same_limit(stated, replace(approved, unit=approved.unit or unit) if approved.is_numeric else approved):
        yield Drift(Kind.LIMIT, test.name, approved.text_for_people(), row.limit.text_for_people())


def _same_limit(stated: Value, approved: Value) -> bool:
    if stated.kind is not approved.kind or stated.words != approved.words:
        return False
    if stated.unit == approved.unit or stated.unit is None or approved.unit is None:
        return (stated.low, stated.high) == (approved.low, approved.high)
    try:
        ends = [None if end is None else convert(end, stated.unit, approved.unit) for end in (stated.low, stated.high)]
    except NotReadable:
        return False
    return ends == [approved.low, approved.high]


def _of_laboratory(row: TestResult, test: TestValue, known: tuple[LaboratoryValue, ...]) -> Iterator[Drift]:
    if row.laboratory is None or not known:
        return
    method = row.method or test.method
    own = next((entry for entry in known if entry.name.casefold() == row.laboratory.casefold()), None)
    if own is not None and method in own.methods:
        return
    fit = [entry.name for entry in known if method in entry.methods]
    if own is None:
        yield Drift(Kind.LABORATORY, test.name, listed(fit or [entry.name for entry in known]), row.laboratory)
    elif method == test.method:
        approved = listed(fit) or f"no laboratory for {method}"
        yield Drift(Kind.LABORATORY, test.name, approved, f"{row.laboratory} with {method}")


def of_identity_tests(context: Context) -> Iterator[Drift]:
    """Methods that are approved for the material, where methods were recorded at all."""
    known = context.baseline.standing.methods
    components = {lot.number: lot.component for lot in context.pack.materials.component_lots}
    for row in context.pack.materials.identity_tests:
        component = components.get(row.component_lot, row.component_lot)
        fit = [method.number for method in known if not method.components or component in method.components]
        if known and row.method is not None and row.method not in fit:
            yield Drift(Kind.METHOD, f"identity of {component}", listed(fit) or "no method", row.method)


def of_sampling_plan(context: Context) -> Iterator[Drift]:
    stated, approved = context.pack.laboratory.sampling, context.baseline.sampling_plan
    if approved is None or stated.plan_number is None:
        return
    wanted = versioned(approved.number, approved.version if stated.plan_version is not None else None)
    found = versioned(stated.plan_number, stated.plan_version)
    if found != wanted:
        yield Drift(Kind.SAMPLING_PLAN, "sampling plan", wanted, found)
