"""The list as rows for a file: exactly what the filters show, read page by page."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from kernel.errors import Refused
from lots.queries.listing import LotFilters, LotRow, page_of_lots
from parties.models import Partnership

MOST_EXPORTED = 10_000
_PAGE = 500
HEADS = (
    "Lot", "Product code", "Product", "Sponsor", "Contract manufacturer", "State", "Planned quantity",
    "Good quantity", "Unit", "Made on", "Packed on", "Expires on", "Due at (UTC)", "Blocked by",
)  # fmt: skip
Cells = tuple[str | Decimal | date | datetime | None, ...]


def exported_rows(pairs: Sequence[Partnership], filters: LotFilters) -> Iterator[Cells]:
    """The cells under `HEADS`, newest lot first. Raises Refused for a list longer than a file may be."""
    after, count = "", 0
    while True:
        page = page_of_lots(pairs, filters, after=after, limit=_PAGE)
        for row in page.rows:
            count += 1
            if count > MOST_EXPORTED:
                raise Refused(
                    f"More than {MOST_EXPORTED} lots match. Narrow the filters, then export again.",
                    code="too-many-rows",
                )
            yield _cells(row)
        if not page.after:
            return
        after = page.after


def _cells(row: LotRow) -> Cells:
    lot = row.lot
    return (
        lot.number, lot.product.code, lot.product.name, lot.sponsor.name, lot.cmo.name,
        lot.get_state_display(), lot.quantity_planned, lot.quantity_good, lot.unit,
        lot.made_on, lot.packed_on, lot.expires_on, row.clock.due_at if row.clock else None, row.blocked_by,
    )  # fmt: skip
