"""The masters of Magnesium Glycinate 120 ct as tables, and the workbook that holds them."""

from functools import cache

from masters.entrance import Content, Known, content_of, write_workbook
from masters.standing import KINDS
from tests.factories.baseline import (
    LABORATORIES,
    VALID_FROM,
    label_value,
    master_record_value,
    product_value,
    sampling_plan_value,
    specification_value,
)
from tests.factories.standing import STANDING

CODE = product_value().code


@cache
def content() -> Content:
    """Everything that `make_baseline` approves, as it would be brought."""
    return content_of(
        Known(
            products=[product_value()],
            versions={
                "master_records": [(CODE, master_record_value(), VALID_FROM)],
                "specifications": [(CODE, specification_value(), VALID_FROM)],
                "sampling_plans": [(CODE, sampling_plan_value(), VALID_FROM)],
                "labels": [(CODE, label_value(), VALID_FROM)],
            },
            laboratories=LABORATORIES,
            standing={name: getattr(STANDING, name) for name in KINDS},
        )
    )


@cache
def workbook() -> bytes:
    return write_workbook(content(), title="First versions")
