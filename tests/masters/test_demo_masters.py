"""The demo company's masters leave one partnership as a workbook and enter another as the same baseline."""

import pytest

from kernel import scope
from kernel.clock import now
from masters.entrance import Content, Known, content_of, read_workbook, write_workbook
from masters.models import Product
from masters.queries import approved_content, baseline_on, baseline_values
from masters.sheets.problems import Unreadable
from oversight.demo.baseline import PRODUCTS
from oversight.demo.designs import Design
from tests.factories.baseline import VALID_FROM
from tests.factories.world import World
from tests.masters.entering import approve, bring

DESIGNS = tuple(what for _, _, what in PRODUCTS)


def demo() -> Content:
    """Every product of the demo with its first versions."""

    def versions(name: str) -> list[tuple[str, object, object]]:
        return [(what.product.code, getattr(what, name), VALID_FROM) for what in DESIGNS]

    names = {"master_records": "master", "specifications": "specification", "sampling_plans": "plan", "labels": "label"}
    return content_of(
        Known(
            products=[what.product for what in DESIGNS],
            versions={table: versions(name) for table, name in names.items()},  # type: ignore[misc]  # days
        )
    )


def through_a_workbook(content: Content) -> Content:
    found = read_workbook(write_workbook(content, title="The demo company"), file="demo.xlsx")
    assert not isinstance(found, Unreadable), found.sentence
    return found


@pytest.fixture
def entered_twice(world: World) -> World:
    """In Alder & Pine's partnership from the designs, in Blue Mesa's from the other's export."""
    approve(bring(world.alder_keystone, world.cmo_qa, through_a_workbook(demo())), world.head)
    with scope.opened(world.reviewer):
        there = approved_content(world.alder_keystone.pk)
    approve(bring(world.blue_keystone, world.cmo_qa, through_a_workbook(there)), world.other_sponsor)
    return world


class Frozen:
    """A lot's versions, as of today."""

    def __init__(self, product: Product) -> None:
        found = baseline_on(product, now().date())
        assert found.master_record
        assert found.specification
        assert found.sampling_plan
        assert found.label
        self.product_id = product.pk
        self.master_record_id = found.master_record.pk
        self.specification_id = found.specification.pk
        self.sampling_plan_id = found.sampling_plan.pk
        self.label_version_id = found.label.pk


def test_equal_values_in_both_and_as_designed(entered_twice: World) -> None:
    world = entered_twice
    for what in DESIGNS:
        read = []
        for by in (world.reviewer, world.other_sponsor):
            with scope.opened(by):
                read.append(baseline_values(Frozen(Product.objects.get(code=what.product.code))))
        assert read[0] == read[1]
        _check_as_designed(read[0], what)


def _check_as_designed(found: object, what: Design) -> None:
    assert found.product == what.product  # type: ignore[attr-defined]  # a baseline
    for name, designed in (
        ("master_record", what.master), ("specification", what.specification), ("sampling_plan", what.plan),
        ("label", what.label),
    ):  # fmt: skip
        value = getattr(found, name)
        for field in designed.__dataclass_fields__:  # type: ignore[attr-defined]  # a dataclass
            if field not in ("version", "in_force_from"):
                assert getattr(value, field) == getattr(designed, field), (what.product.code, name, field)
