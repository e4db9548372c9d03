"""The lot's blank workbook and CSV bundle and its kit, for a system that fills and checks by itself."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.downloads import JSON, XLSX, ZIP, attached
from evidence.kits import kit_for
from evidence.known_lots import known_lot, lot_for_evidence
from evidence.pack import bundle, workbook
from evidence.pack.carrying import begun
from evidence.queries import last_of_product
from kernel.clock import now
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
        return attached(workbook.blank(known, last_of_product(lot), decimal_comma=has_comma), f"pack {lot.number}.xlsx")


class LotBundle(APIView):
    @extend_schema(operation_id="lots_bundle", parameters=[DECIMAL], responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, lot_id: UUID) -> HttpResponse:
        """The same as a zip of CSV tables with a manifest."""
        lot = lot_for_evidence(lot_id)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            known = known_lot(lot)
        has_comma = request.query_params.get("decimal") == "comma"
        data = bundle.blank(known, last_of_product(lot), decimal_comma=has_comma)
        return attached(data, f"pack {lot.number}.zip", media_type=ZIP)


class LotPrefilled(APIView):
    @extend_schema(operation_id="lots_prefilled", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, lot_id: UUID) -> Response:
        """What is known of the lot as a pack in the form of /schemas/pack-1.json: complete it and hand it over."""
        lot = lot_for_evidence(lot_id)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            known = known_lot(lot)
        return Response(begun(known, last_of_product(lot)).model_dump(mode="json", exclude_defaults=True))


class LotKit(APIView):
    @extend_schema(operation_id="lots_kit", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, lot_id: UUID) -> HttpResponse:
        """What is known of the lot, for the offline checker (docs/how-to/offline-checker.md)."""
        lot = lot_for_evidence(lot_id)
        with refusable(request._request, None, lot):  # noqa: SLF001 - DRF's name for Django's request
            kit = kit_for(lot, by=request.actor, at=now())
        return attached(kit.model_dump_json().encode(), f"kit {lot.number}.json", media_type=JSON)
