"""The lot's blank workbook, for a system that fills it by itself."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from evidence.downloads import XLSX, attached
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.pack import workbook
from parties.refusals import refusable

DECIMAL = OpenApiParameter("decimal", str, enum=["point", "comma"], description="The decimal mark; a point by default.")


class LotWorkbook(APIView):
    @extend_schema(operation_id="lots_workbook", parameters=[DECIMAL], responses={(200, XLSX): OpenApiTypes.BINARY})
    def get(self, request: Request, lot_id: UUID) -> HttpResponse:
        """Prefilled with the lot's frozen baseline."""
        lot = lot_for_evidence(lot_id)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            known = known_lot(lot)
        has_comma = request.query_params.get("decimal") == "comma"
        return attached(workbook.blank(known, decimal_comma=has_comma), f"pack {lot.number}.xlsx")
