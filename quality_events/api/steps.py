"""An event's steps that need a reason and no signature, its lots, and what the sponsor says about its class."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from quality_events import actions
from quality_events.api.events import EventShape, event_answer
from quality_events.api.writing import LotsGiven, ReasonGiven, signed_on_the_page, written
from quality_events.models import QualityEvent


class EventQuestion(APIView):
    @extend_schema(operation_id="events_question", request=ReasonGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Return the proposal to the CMO with a question. Needs a reason."""
        return _stepped(request, event_id, ReasonGiven, actions.question_event)


class EventCancel(APIView):
    @extend_schema(operation_id="events_cancel", request=ReasonGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Reported by mistake, says the sponsor; it stays on record. Needs a reason."""
        return _stepped(request, event_id, ReasonGiven, actions.cancel_event)


class EventReopen(APIView):
    @extend_schema(operation_id="events_reopen", request=ReasonGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Open a closed event again: gates shut, holds and days run anew. Needs a reason."""
        return _stepped(request, event_id, ReasonGiven, actions.reopen_event)


class EventLots(APIView):
    @extend_schema(operation_id="events_add_lots", request=LotsGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Add lots that are hit as well; their gates shut. Needs a reason."""
        return _stepped(request, event_id, LotsGiven, actions.add_lots)


class EventLetGo(APIView):
    @extend_schema(operation_id="events_let_go", request=LotsGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """The sponsor consents: these lots are not affected, and what held them is lifted. Needs a reason."""
        return _stepped(request, event_id, LotsGiven, actions.consent_to_scope)


class EventKeepHeld(APIView):
    @extend_schema(operation_id="events_keep_held", request=LotsGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """The sponsor is not convinced: these lots are to be looked at again. Needs a reason."""
        return _stepped(request, event_id, LotsGiven, actions.refuse_scope)


class EventKeepClass(APIView):
    @extend_schema(operation_id="events_keep_class", request=ReasonGiven, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """The sponsor refuses the lower class that was asked for. Needs a reason."""
        return _stepped(request, event_id, ReasonGiven, actions.refuse_class)


class EventClassConsent(APIView):
    @extend_schema(operation_id="events_consent_to_class", request=None, responses=EventShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Consenting to a lower class needs a signature: refused here, signed on the page."""
        event = QualityEvent.objects.get(pk=event_id)
        signed_on_the_page(request, event)
        return Response(event_answer(event.pk, request.actor))


def _stepped(request: Request, event_id: UUID, shape: Any, action: Callable[..., object]) -> Response:
    return written(request, event_id, shape, action, lambda event: Response(event_answer(event.pk, request.actor)))
