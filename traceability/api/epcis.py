"""EPCIS 2.0 over the API: capturing documents, asking for events (ISO/IEC 19987:2024)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from parties.models import Partnership
from parties.refusals import refusable
from traceability import actions
from traceability.epcis.writing import answered
from traceability.models import CapturedEvent, EventDocument
from traceability.queries.events import MOMENTS, PARAMETERS, events_asked

MOST_BYTES = 10 * 2**20
_YEARS = range(1900, 10_000)


class RawDocument(BaseParser):
    """The body as bytes: it is kept as it came, and read by the standard's own strict reader."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        content: bytes = stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise RequestDataTooBig
        return content


class RawLinkedData(RawDocument):
    media_type = "application/ld+json"


def body_of(request: Request) -> bytes:
    """The bytes of the request; a request without any has none."""
    content: Any = request.data
    return content if isinstance(content, bytes) else b""


class CapturedShape(serializers.Serializer):
    """A captured document; `outcome` says of each event how it stands, and what came of it."""

    id = serializers.UUIDField()
    partnership = serializers.UUIDField(source="partnership_id", allow_null=True)
    sha256 = serializers.CharField()
    captured_at = serializers.DateTimeField()
    outcome = serializers.JSONField(read_only=True)


class Capture(APIView):
    parser_classes = [RawDocument, RawLinkedData]

    @extend_schema(
        operation_id="epcis_capture",
        request={("application/json"): {"type": "object"}, ("application/ld+json"): {"type": "object"}},
        parameters=[
            OpenApiParameter("partnership", OpenApiTypes.UUID, description="Without it: the company's own events."),
            OpenApiParameter("trial", OpenApiTypes.BOOL, description="Say what would come of it and keep nothing."),
        ],
        responses={200: CapturedShape, 201: CapturedShape},
    )
    def post(self, request: Request) -> Response:
        """Keep an EPCIS 2.0 document (JSON-LD) and let its events have their effects; known events change nothing."""
        given = Where(data=request.query_params)
        given.is_valid(raise_exception=True)
        key, is_trial = given.validated_data["partnership"], given.validated_data["trial"]
        pair = Partnership.objects.get(pk=key) if key else None
        with refusable(request._request, None, pair):  # noqa: SLF001 - DRF's name for Django's request
            document, is_new = actions.capture(
                content=body_of(request), partnership_id=key, by=request.actor, reason="", at=now(), is_trial=is_trial
            )
        return Response(CapturedShape(document).data, status=201 if is_new and not is_trial else 200)


class Where(serializers.Serializer):
    partnership = serializers.UUIDField(default=None)
    trial = serializers.BooleanField(default=False)


class CaptureDetail(APIView):
    @extend_schema(operation_id="epcis_capture_get", responses=CapturedShape)
    def get(self, _request: Request, capture_id: UUID) -> Response:
        """What became of a captured document."""
        return Response(CapturedShape(EventDocument.objects.get(pk=capture_id)).data)


class EventList(GenericAPIView):
    """Captured events, newest first, as an EPCIS query document; `Link: …; rel="next"` leads on."""

    keyset = ("-happened_at", "-id")
    queryset = CapturedEvent.objects.none()  # for the schema alone

    @extend_schema(
        operation_id="epcis_events",
        parameters=[
            *(OpenApiParameter(name, str, description="One or more, by comma.") for name in PARAMETERS),
            *(OpenApiParameter(name, OpenApiTypes.DATETIME) for name in MOMENTS),
            OpenApiParameter("partnership", OpenApiTypes.UUID),
        ],
        responses={200: {"type": "object", "description": "An EPCISQueryDocument."}},
    )
    def get(self, request: Request) -> HttpResponse:
        query = request.query_params
        rows = self.paginate_queryset(events_asked(query.dict(), _moments(request)))
        text = answered([(row.text, row.context) for row in rows or []], created_at=now())
        answer = HttpResponse(text, content_type="application/json")
        following = self.get_paginated_response([]).data["next"]
        if following:
            answer["Link"] = f'<{following}>; rel="next"'
        return answer


def _moments(request: Request) -> dict[str, datetime]:
    """The query's moments; a parameter that cannot be meant is refused."""
    for name, text in request.query_params.items():
        if "\x00" in text:
            raise ValidationError({name: "A text has no NUL in it."})
    key = request.query_params.get("partnership", "")
    if key:
        Where(data={"partnership": key}).is_valid(raise_exception=True)
    return {name: _moment(name, text) for name in MOMENTS if (text := request.query_params.get(name, ""))}


def _moment(name: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or moment.year not in _YEARS:
        raise ValidationError({name: "Write the moment with its offset, as 2026-03-31T14:05:00+00:00."})
    return moment
