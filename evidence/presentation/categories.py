"""The six categories of a pack: how they are called everywhere, and which rules and documents belong to them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """`key` as in the agreement's clause and the pack format; `document` as in the pack's list of documents."""

    key: str
    title: str
    digit: str
    document: str
    icon: str


CATEGORIES = (
    Category("batch_record", "Batch record", "1", "batch record", "notebook"),
    Category("materials", "Materials", "2", "materials", "packages"),
    Category("laboratory", "Laboratory", "3", "laboratory", "flask"),
    Category("packaging", "Packaging", "4", "packaging", "tag"),
    Category("quality_events", "Quality events", "5", "quality events", "alert-triangle"),
    Category("distribution", "Distribution", "6", "distribution", "truck-delivery"),
)


def category_of(rule: str) -> Category:
    """The category that a rule looks at: R305 is laboratory."""
    return next(category for category in CATEGORIES if category.digit == rule[1])
