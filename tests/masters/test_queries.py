"""The baseline as values, and lists whose queries do not grow."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kernel import scope
from masters.models import Product
from masters.queries import Baseline, baseline_on, baseline_values, chains_of, products
from tests.factories.baseline import (
    LABORATORIES,
    VALID_FROM,
    label_value,
    make_baseline,
    make_product,
    master_record_value,
    product_value,
    sampling_plan_value,
    specification_value,
)
from tests.factories.standing import STANDING
from tests.factories.versions import approve_next
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


@dataclass
class Frozen:
    """What a lot freezes when it starts."""

    product_id: UUID
    master_record_id: UUID | None
    specification_id: UUID | None
    sampling_plan_id: UUID | None
    label_version_id: UUID | None


def frozen(baseline: Baseline) -> Frozen:
    record = baseline.master_record
    return Frozen(record.product_id, record.pk, baseline.specification.pk, baseline.sampling_plan.pk, baseline.label.pk)


def test_what_is_read_is_what_was_approved(world: World) -> None:
    baseline = make_baseline(world)
    with scope.opened(world.clerk), CaptureQueriesContext(connection) as queries:
        found = baseline_values(frozen(baseline))
    assert found.product == product_value()
    assert found.master_record == master_record_value()
    assert found.specification == specification_value()
    assert found.sampling_plan == sampling_plan_value()
    assert found.label == label_value()
    assert found.laboratories == tuple(sorted(LABORATORIES, key=lambda laboratory: laboratory.name))
    assert found.standing.equipment == STANDING.equipment
    assert len(queries) == 17


def test_what_was_not_in_force_is_none(world: World) -> None:
    product = make_product(world)
    with scope.opened(world.clerk):
        found = baseline_values(Frozen(product.pk, None, None, None, None))
    assert (found.master_record, found.specification, found.sampling_plan, found.label) == (None,) * 4
    assert found.laboratories == ()


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2025, 8, 31), None),
        (VALID_FROM, 5),
        (date(2026, 3, 31), 5),
        (date(2026, 4, 1), 6),
        (date(2099, 1, 1), 6),
    ],
)
def test_the_label_of_a_day(world: World, on: date, version: int | None) -> None:
    product_id = make_baseline(world).master_record.product_id
    with scope.opened(world.head):
        approve_next(
            product_id=product_id,
            content=label_value(version=None),
            valid_from=date(2026, 4, 1),
            by=world.head,
            reason="",
            at=AT,
        )
        label = baseline_on(Product.objects.get(pk=product_id), on).label
    assert (label.version if label else None) == version


def test_lists_show_one_partnership_to_its_sponsor_and_all_to_the_cmo(world: World) -> None:
    make_product(world)
    make_product(world, partnership=world.blue_keystone, code="ZN-30", name="Zinc Picolinate 30 mg")
    for actor, codes in (
        (world.reviewer, ["MG-GLY-120"]),
        (world.other_sponsor, ["ZN-30"]),
        (world.clerk, ["MG-GLY-120", "ZN-30"]),
        (world.auditor, ["MG-GLY-120"]),
    ):
        with scope.opened(actor):
            assert [found.code for found in products()] == codes


def test_the_chains_take_the_same_queries_for_one_and_three_versions(world: World) -> None:
    product_id = make_baseline(world).master_record.product_id
    with scope.opened(world.head):
        with CaptureQueriesContext(connection) as one:
            chains_of(product_id)
        for month in (4, 5):
            approve_next(
                product_id=product_id,
                content=replace(master_record_value(), version=None),
                valid_from=date(2026, month, 1),
                by=world.head,
                reason="",
                at=AT,
            )
        with CaptureQueriesContext(connection) as three:
            chains = chains_of(product_id)
        assert [record.version for record in chains.master_records] == [5, 4, 3]
        assert len(three) == len(one) == 10
