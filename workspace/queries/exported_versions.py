"""The lots that a version concerns, and a baseline, as rows for a file."""

from collections.abc import Iterable, Iterator

from kernel.errors import Refused
from lots.outside.sheets import Cell
from lots.queries.exporting import MOST_EXPORTED
from masters.models import Validity
from workspace.queries.lot import trimmed
from workspace.queries.under_versions import Asked, LotUnder, lots_asked

LOT_HEADS = (
    "Lot", "Product code", "State", "Made to", "Recorded from (UTC)", "Corrected on (UTC)", "Started (UTC)",
    "Completed (UTC)", "Good quantity", "On stock", "Shipped", "Unit", "Shipped to",
)  # fmt: skip
BASELINE_HEADS = (
    "Kind", "Number", "Version", "Valid from", "Valid until before", "Known from (UTC)", "Known until (UTC)",
    "Approved by", "Approved (UTC)",
)  # fmt: skip
_PAGE = 500


def exported_lots(asked: Asked, question: str) -> Iterator[tuple[Cell, ...]]:
    """The cells under `LOT_HEADS`, page by page. Raises Refused for more lots than a file may have."""
    after, count = "", 0
    while True:
        page = lots_asked(asked, question, after=after, limit=_PAGE)
        count += len(page.rows)
        if count > MOST_EXPORTED:
            raise Refused(f"More than {MOST_EXPORTED} lots answer. Read them over the API.", code="too-many-rows")
        yield from (_lot(row) for row in page.rows)
        if not page.after:
            return
        after = page.after


def _lot(row: LotUnder) -> tuple[Cell, ...]:
    lot, to = row.lot, row.made_to
    return (
        lot.number, lot.product.code, lot.get_state_display(), str(to), to.recorded_from, to.recorded_until,
        lot.started_at, lot.completed_at, trimmed(lot.quantity_good), trimmed(row.on_stock), trimmed(row.shipped),
        lot.unit, "; ".join(f"{name} {trimmed(units)}" for name, units in row.consignees),
    )  # fmt: skip


def exported_baseline(approved: Iterable[Validity]) -> Iterator[tuple[Cell, ...]]:
    """The cells under `BASELINE_HEADS`, of each kind what was approved; days as they were known."""
    for row in approved:
        version = row.version
        yield (
            row.get_kind_display(), version.number, version.version, row.valid_from, row.valid_until,
            row.recorded_from, row.recorded_until, version.approved_by.name, version.approved_at,
        )  # fmt: skip
