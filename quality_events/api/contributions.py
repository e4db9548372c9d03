"""What people and files add to an investigation: who told what, and the documents behind the event."""

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.uploads import check_arrived, examined
from kernel.clock import now
from parties.refusals import refusable
from quality_events import actions
from quality_events.api.investigation import EventDocumentShape, InvestigationShape, investigation_answer
from quality_events.api.writing import LONGEST, ReasonGiven, signed_on_the_page, written
from quality_events.models import Informant, QualityEvent


class InformantGiven(serializers.Serializer):
    """A colleague, and what he told; he signs for it on the page."""

    person = serializers.UUIDField(source="person_id")
    told = serializers.CharField(max_length=LONGEST)


class EventDocumentGiven(serializers.Serializer):
    file = serializers.FileField()
    title = serializers.CharField(max_length=200)


class EventInformants(APIView):
    @extend_schema(operation_id="events_name_informant", request=InformantGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Write down what a colleague told; the signature is asked for."""
        return written(request, event_id, InformantGiven, actions.name_informant, investigation_answer)


class EventInformantWithdraw(APIView):
    @extend_schema(operation_id="events_withdraw_informant", request=ReasonGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID, informant_id: UUID) -> Response:
        """Take an unsigned entry back. Needs a reason."""
        informant = Informant.objects.get(pk=informant_id, event_id=event_id)

        def withdraw(event_id: UUID, **given: Any) -> object:
            return actions.withdraw_informant(informant_id=informant.pk, **given)

        return written(request, event_id, ReasonGiven, withdraw, investigation_answer)


class EventInformantSigning(APIView):
    @extend_schema(operation_id="events_sign_information", request=None, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID, informant_id: UUID) -> Response:
        """Who told it signs on the page: refused here."""
        informant = Informant.objects.select_related("event").get(pk=informant_id, event_id=event_id)
        signed_on_the_page(request, informant.event)
        return investigation_answer(informant.event)


class EventDocuments(APIView):
    """Photographs, prints, laboratory sheets, from either side."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="events_documents", responses=EventDocumentShape(many=True))
    def get(self, _request: Request, event_id: UUID) -> Response:
        """In the order in which they were added; the bytes are at `/files/{id}/content/`."""
        return _documents(QualityEvent.objects.get(pk=event_id))

    @extend_schema(
        operation_id="events_add_document",
        request=EventDocumentGiven,
        responses={201: EventDocumentShape(many=True)},
    )
    def post(self, request: Request, event_id: UUID) -> Response:
        """Put a file behind the event while its investigation is open."""
        event = QualityEvent.objects.get(pk=event_id)
        given = EventDocumentGiven(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, event):  # noqa: SLF001 - DRF's name for Django's request
            check_arrived(request._request)  # noqa: SLF001 - likewise
            (file,) = examined([given.validated_data["file"]])
            add = partial(actions.add_event_document, event_id=event.pk, by=request.actor, reason="", at=now())
            add(file=file, title=given.validated_data["title"])
        answer = _documents(event)
        answer.status_code = 201
        return answer


def _documents(event: QualityEvent) -> Response:
    return Response(EventDocumentShape(event.documents.select_related("file"), many=True).data)
