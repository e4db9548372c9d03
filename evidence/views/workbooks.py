"""The lot's workbook and CSV bundle to download: blank but for what is known, or a filled example to practice with."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evidence.downloads import JSON, ZIP, attached
from evidence.kits import kit_for
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.pack import bundle, workbook
from evidence.pack.example import example_pack
from evidence.queries import last_of_product
from kernel.clock import now


@login_required
@require_GET
def blank(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Prefilled with the lot's frozen baseline; `?decimal=comma` for people who write 12,5."""
    lot = lot_for_evidence(lot_id)
    has_comma = request.GET.get("decimal") == "comma"
    return attached(
        workbook.blank(known_lot(lot), last_of_product(lot), decimal_comma=has_comma), f"pack {lot.number}.xlsx"
    )


@login_required
@require_GET
def blank_bundle(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The same as a zip of CSV tables, for a system that writes those."""
    lot = lot_for_evidence(lot_id)
    has_comma = request.GET.get("decimal") == "comma"
    data = bundle.blank(known_lot(lot), last_of_product(lot), decimal_comma=has_comma)
    return attached(data, f"pack {lot.number}.zip", media_type=ZIP)


@login_required
@require_GET
def kit(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """What the offline checker needs to judge a pack of this lot; for those who may hand one over."""
    lot = lot_for_evidence(lot_id)
    made = kit_for(lot, by=request.actor, at=now())  # type: ignore[attr-defined]  # ours
    return attached(made.model_dump_json().encode(), f"kit {lot.number}.json", media_type=JSON)


@login_required
@require_GET
def example(_request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The same workbook filled for a lot that doesn't exist: it can be read and practiced with, never submitted."""
    known, pack = example_pack(known_lot(lot_for_evidence(lot_id)))
    return attached(workbook.fill(pack, known), f"example {known.lot_number}.xlsx")
