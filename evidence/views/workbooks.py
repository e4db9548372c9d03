"""The lot's workbook to download: blank but for what is known, or a filled example to practice with."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evidence.downloads import attached
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.pack import workbook
from evidence.pack.example import example_pack


@login_required
@require_GET
def blank(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Prefilled with the lot's frozen baseline; `?decimal=comma` for people who write 12,5."""
    lot = lot_for_evidence(lot_id)
    has_comma = request.GET.get("decimal") == "comma"
    return attached(workbook.blank(known_lot(lot), decimal_comma=has_comma), f"pack {lot.number}.xlsx")


@login_required
@require_GET
def example(_request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The same workbook filled for a lot that doesn't exist: it can be read and practiced with, never submitted."""
    known, pack = example_pack(known_lot(lot_for_evidence(lot_id)))
    return attached(workbook.fill(pack, known), f"example {known.lot_number}.xlsx")
