"""The results that limits of a trend are computed from, and the limits that stand: reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Max, QuerySet

from evidence.models import Pack, PackRow, TrendLimits
from evidence.pack.format import TestResult
from evidence.pack.problems import NotReadable
from evidence.pack.rules import LockedLimits
from evidence.pack.units import convert, read_unit
from evidence.pack.values import Kind
from evidence.states import PackState, TrendState
from lots.models import Lot
from masters.models import Product, Specification, SpecificationTest

MOST_LOTS = 100
"""The newest; the factor of the tolerance interval changes little beyond."""
_RESULTS = "laboratory.results"
_GONE = (PackState.SUPERSEDED, PackState.WITHDRAWN)
_OF_PRODUCT = ("finished", "packaged", None, "")
"""Stages at which the product itself was tested; empty means finished."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number that a lot's laboratory found; `value` in the unit of the specification (UCUM)."""

    lot: str
    result: str
    value: Decimal

    @property
    def key(self) -> str:
        return f"{self.lot}/{self.result}"


def product_tests(product_id: UUID) -> list[SpecificationTest]:
    """The tests of the product itself, as its newest specification has them."""
    newest = Specification.objects.filter(product_id=product_id).order_by("-version").first()
    return [test for test in newest.tests.all() if test.stage in _OF_PRODUCT] if newest else []


def points_of(product: Product, tests: Sequence[SpecificationTest]) -> dict[str, list[Point]]:
    """Test → every final number of the product's living packs, oldest lot first; two queries.

    Left out: words, censored values, components, what a retest repeats, and what no unit leads to the test's.
    """
    packs = _packs(product)
    rows: dict[tuple[str, Any], list[TestResult]] = {}
    found = PackRow.objects.filter(pack__in=list(packs), section=_RESULTS, data__test__in=[test.code for test in tests])
    for pack_id, data in found.order_by("position").values_list("pack_id", "data"):
        row = TestResult.model_validate(data)
        rows.setdefault((row.test, pack_id), []).append(row)
    return {
        test.code: [
            point
            for pack, number in packs.items()
            for point in _points(number, rows.get((test.code, pack), []), unit_of(test))
        ]
        for test in tests
    }


def unit_of(test: SpecificationTest) -> str:
    """The test's unit as UCUM writes it; empty for a number without unit."""
    try:
        return read_unit(test.unit) if test.unit else ""
    except NotReadable:
        return test.unit


def _packs(product: Product) -> dict[Any, str]:
    """Pack → lot number: the newest living pack of each of the newest lots, the oldest of them first."""
    living = Pack.objects.filter(lot__product=product).exclude(state__in=_GONE)
    newest = living.values("lot_id").annotate(at=Max("submitted_at")).order_by("-at", "lot_id")[:MOST_LOTS]
    packs = living.filter(lot_id__in=newest.values("lot_id")).order_by(F("lot__made_on").asc(nulls_last=True), "id")
    by_lot = {lot: (pack, number) for pack, lot, number in packs.values_list("pk", "lot_id", "lot__number")}
    return dict(by_lot.values())


def _points(number: str, rows: list[TestResult], unit: str) -> list[Point]:
    repeated = {row.retest_of for row in rows}
    return [
        Point(number, row.number, amount)
        for row in rows
        if row.stage in _OF_PRODUCT and row.number not in repeated and (amount := _amount(row, unit)) is not None
    ]


def _amount(row: TestResult, unit: str) -> Decimal | None:
    if row.value is None or row.value.kind is not Kind.NUMBER or row.value.low is None:
        return None
    if not unit or row.unit is None or unit == row.unit:
        return row.value.low
    try:
        return convert(row.value.low, row.unit, unit)
    except NotReadable:
        return None


def limits_of(product_id: UUID) -> QuerySet[TrendLimits]:
    """All limits of a product, each test's newest first."""
    found = TrendLimits.objects.filter(product_id=product_id).select_related("product", "proposed_by")
    return found.order_by("test", "-version")


def locked_limits(lot: Lot) -> dict[str, LockedLimits]:
    """Test → the limits that count for a lot's results (R318); one query."""
    found = TrendLimits.objects.filter(product_id=lot.product_id, state=TrendState.LOCKED)
    return {
        limits.test: LockedLimits(
            version=limits.version,
            low=limits.low.normalize(),
            high=limits.high.normalize(),
            unit=limits.unit,
            points=len(limits.points),
            locked_on=limits.locked_at.date(),
        )
        for limits in found
        if limits.locked_at is not None
    }
