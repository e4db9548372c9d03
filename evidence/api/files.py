"""Documents ahead of their pack, and every stored file back, unchanged."""

from uuid import UUID

from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.files import keep_file
from evidence.api.packs import remembering
from evidence.api.shapes import FileShape, FileTaken, file_answer
from evidence.downloads import SANDBOX, answer
from evidence.models import EvidenceFile
from evidence.uploads import check_arrived, check_no_archive, examined
from kernel.clock import now
from lots.models import Lot
from lots.rules import check_may

_BYTES = {(200, "*/*"): OpenApiTypes.BINARY, (206, "*/*"): OpenApiTypes.BINARY, 416: None}


class FileUpload(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="files_upload", request=FileTaken, responses={201: FileShape})
    def post(self, request: Request) -> Response:
        """Take one document; a pack then lists it by name and SHA-256."""
        given = FileTaken(data=request.data)
        given.is_valid(raise_exception=True)
        lot = Lot.objects.get(pk=given.validated_data["lot"])
        with remembering(request, lot):
            check_may(request.actor, "evidence.submit", lot, "upload evidence")
            check_arrived(request._request)  # noqa: SLF001 - DRF's name for Django's request
            (file,) = examined([given.validated_data["file"]])
            check_no_archive([file])
            kept = keep_file(lot_id=lot.pk, file=file, by=request.actor, at=now())
        return Response(file_answer(kept), status=201)


class FileDetail(APIView):
    @extend_schema(operation_id="files_get", responses=FileShape)
    def get(self, _request: Request, file_id: UUID) -> Response:
        """Name, hash, size and kind."""
        return Response(file_answer(EvidenceFile.objects.get(pk=file_id)))


class FileContent(APIView):
    @extend_schema(operation_id="files_content", responses=_BYTES)
    def get(self, request: Request, file_id: UUID) -> HttpResponseBase:
        """The bytes as they were uploaded, whole or the range asked for; the download is noted."""
        file = EvidenceFile.objects.get(pk=file_id)
        plain = request._request  # noqa: SLF001 - DRF's name for Django's request
        return answer(plain, file, by=request.actor, at=now(), what="downloaded", policy=SANDBOX)
