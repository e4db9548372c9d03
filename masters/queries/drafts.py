"""Drafts of first versions, and what a partnership has already, in the form in which it is brought."""

from uuid import UUID

from django.db.models import QuerySet

from kernel.clock import now
from masters.entrance import Content, Known, content_of, read_json
from masters.models import (
    BaselineDraft,
    LabelVersion,
    MasterRecord,
    Product,
    SamplingPlan,
    Specification,
)
from masters.models.products import Version
from masters.queries.baselines import baseline_on
from masters.queries.standing import standing_values
from masters.queries.validities import laboratories_known
from masters.queries.values import (
    label_value,
    laboratory_value,
    master_record_value,
    product_value,
    sampling_plan_value,
    specification_value,
)
from masters.sheets.problems import Unreadable
from masters.standing import KINDS

DRAFTS_ORDER = ("-brought_at", "-id")
VERSION_MODELS: dict[str, type[Version]] = {
    "master_records": MasterRecord,
    "specifications": Specification,
    "sampling_plans": SamplingPlan,
    "labels": LabelVersion,
}
"""A version's table → where its rows are kept."""


def drafts() -> QuerySet[BaselineDraft]:
    """All drafts that the scope shows, the latest first."""
    found = BaselineDraft.objects.select_related("partnership__sponsor", "partnership__cmo", "brought_by")
    return found.order_by(*DRAFTS_ORDER)


def draft(baseline_id: UUID) -> BaselineDraft:
    """One draft; raises DoesNotExist for strangers."""
    return drafts().get(pk=baseline_id)


def next_draft_number(partnership_id: UUID) -> str:
    """BD-n, counted in the partnership, which is locked by whoever writes it."""
    return f"BD-{BaselineDraft.objects.filter(partnership_id=partnership_id).count() + 1}"


def content_of_draft(found: BaselineDraft) -> Content:
    """The rows as they were brought. A draft of a form that is no longer read is told apart by `Unreadable`."""
    content = read_json(found.content, file=found.file_name or found.number, numbers=found.row_numbers)
    if isinstance(content, Unreadable):
        raise TypeError(content.sentence)
    return content


def products_of(partnership_id: UUID) -> QuerySet[Product]:
    return Product.objects.filter(partnership_id=partnership_id).order_by("code")


def begun_content(partnership_id: UUID) -> Content:
    """What a new workbook begins with: products that still lack versions, and all that is recorded beside them."""
    lacking = [found for found in products_of(partnership_id) if not all(_chains(found))]
    return content_of(_known(partnership_id, lacking, {}))


def approved_content(partnership_id: UUID) -> Content:
    """Everything that is in force today, as rows: to look at, or to bring it to another partner."""
    on = now().date()
    versions: dict[str, list[tuple[str, object, object]]] = {name: [] for name in VERSION_MODELS}
    found = list(products_of(partnership_id))
    for one in found:
        today = baseline_on(one, on)
        rows = (today.master_record, today.specification, today.sampling_plan, today.label)
        readers = (master_record_value, specification_value, sampling_plan_value, label_value)
        for name, row, value in zip(VERSION_MODELS, rows, readers, strict=True):
            if row is not None:
                versions[name].append((one.code, value(row.pk), row.valid_from))
    return content_of(_known(partnership_id, found, versions))


def _chains(found: Product) -> list[bool]:
    return [kind._default_manager.filter(product=found).exists() for kind in VERSION_MODELS.values()]


def _known(partnership_id: UUID, found: list[Product], versions: dict[str, list[tuple[str, object, object]]]) -> Known:
    laboratories = laboratories_known(partnership_id)
    return Known(
        products=[product_value(one) for one in found],
        versions=versions,  # type: ignore[arg-type]  # days, by their rows
        laboratories=[laboratory_value(one) for one in laboratories],
        standing={name: standing_values(kind, partnership_id) for name, kind in KINDS.items()},
    )
