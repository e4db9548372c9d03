"""Handing a pack over and reading it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.submit import submit_pack
from evidence.api.bodies import RawJson, json_list, reasons_in
from evidence.api.changes import ChangeReasonTaken
from evidence.api.shapes import PackRow, PackShape, PackTaken, pack_answer
from evidence.models import Pack
from evidence.pack.explaining import Explanation
from evidence.queries import packs_of, stated_pack
from evidence.uploads import Received, check_arrived, examined, to_remember, with_content, with_part
from kernel.clock import now
from kernel.errors import Refused
from lots.models import Lot
from lots.rules import check_may
from parties.refusals import refusable

PACK_AS_JSON = {
    "type": "object",
    "description": "A pack: see /api/v1/schemas/pack-1.json; or {pack, reason, change_reasons} with the pack inside.",
}
PACK_AS_FORM = {
    "type": "object",
    "required": ["pack"],
    "properties": {
        "pack": {
            "type": "string",
            "format": "binary",
            "description": "Workbook (.xlsx), CSV bundle (.zip) or JSON (.json).",
        },
        "documents": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "reason": {"type": "string", "maxLength": 2000},
        "change_reasons": {
            "type": "string",
            "description": "From the second version on: a JSON list of {section, row, field, reason}. What a reason "
            'leaves out it is for all of: [{"reason": "…"}] explains every change.',
        },
    },
}
REASON = OpenApiParameter("reason", str, description="What changed, from the second version on.")


class LotPacks(APIView):
    """Every version of a lot's evidence, the newest first; `POST` hands one over."""

    parser_classes = [RawJson, MultiPartParser]

    @extend_schema(operation_id="packs_list", responses=PackRow(many=True))
    def get(self, _request: Request, lot_id: UUID) -> Response:
        Lot.objects.only("id").get(pk=lot_id)
        return Response(PackRow(packs_of(lot_id), many=True).data)

    @extend_schema(
        operation_id="packs_submit",
        parameters=[REASON],
        request={"application/json": PACK_AS_JSON, "multipart/form-data": PACK_AS_FORM},
        responses={201: PackTaken, 200: PackTaken},
    )
    def post(self, request: Request, lot_id: UUID) -> Response:
        """Checked at once: 201 the pack with its state, 200 when it was there already, 422 when it cannot be read."""
        lot = Lot.objects.get(pk=lot_id)
        reason, explained = _reasons(request)
        with remembering(request, lot):
            check_may(request.actor, "evidence.submit", lot, "submit evidence")
            received = _received(request)
            submission = submit_pack(
                lot_id=lot.pk,
                stated=received.stated,
                form=received.form,
                files=received.documents,
                source=received.source,
                by=request.actor,
                reason=reason,
                at=now(),
                change_reasons=explained,
            )
        pack = packs_of(lot_id).get(pk=submission.pack.pk)
        answer = pack_answer(pack, request.actor) | {"remarks": list(received.remarks)}
        return Response(answer, status=201 if submission.is_new else 200)


class PackDetail(APIView):
    @extend_schema(operation_id="packs_get", responses=PackShape)
    def get(self, request: Request, pack_id: UUID) -> Response:
        """One version with its documents, counts and what may be done with it."""
        pack = Pack.objects.select_related("submitted_by").get(pk=pack_id)
        return Response(pack_answer(pack, request.actor))


class PackContent(APIView):
    @extend_schema(operation_id="packs_content", responses={200: OpenApiTypes.OBJECT})
    def get(self, _request: Request, pack_id: UUID) -> Response:
        """The pack as it was handed in, in the form of /schemas/pack-1.json."""
        pack = Pack.objects.get(pk=pack_id)
        return Response(stated_pack(pack).model_dump(mode="json", exclude_defaults=True))


def _received(request: Request) -> Received:
    body = request.data
    check_arrived(request._request)  # noqa: SLF001 - DRF's name for Django's request
    if isinstance(body, bytes):
        return with_content(body)
    part = request.FILES.get("pack")
    if part is None:
        raise ValidationError(
            {"pack": "Send the pack as a file: its workbook (.xlsx), its CSV bundle (.zip) or its JSON (.json)."}
        )
    (pack,) = examined([part])
    return with_part(pack, examined(request.FILES.getlist("documents")))


def _reasons(request: Request) -> tuple[str, list[Explanation]]:
    """Why the version differs: as a whole, and change by change."""
    body: Any = request.data
    said = str(request.query_params.get("reason", ""))
    if isinstance(body, bytes):
        given = reasons_in(body)
        said, listed = str(given.get("reason") or said), given.get("change_reasons", [])
    else:
        said = str(body.get("reason") or said)
        listed = json_list(str(body.get("change_reasons") or "[]"))
    shape = ChangeReasonTaken(data=listed, many=True)
    shape.is_valid(raise_exception=True)
    return said[:2000], [Explanation(**one) for one in shape.validated_data]


@contextmanager
def remembering(request: Request, lot: Lot) -> Iterator[None]:
    """A refusal is recorded against the lot, with the names and hashes of what was sent and every problem."""
    django_request: Any = request._request  # noqa: SLF001 - DRF's name for Django's request
    try:
        with refusable(django_request, None, lot):
            yield
    except Refused as refusal:
        django_request.refused.detail |= _sent(request, refusal)
        raise


def _sent(request: Request, refusal: Refused) -> dict[str, Any]:
    if isinstance(request.data, bytes):
        body = {"name": "pack.json", "size": len(request.data), "sha256": sha256(request.data).hexdigest()}
        return to_remember((), refusal) | {"files": [body]}
    return to_remember([file for name in request.FILES for file in request.FILES.getlist(name)], refusal)
