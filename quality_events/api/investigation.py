"""An event's investigation over the API: whys, possible causes, interim reports, results; what was told of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clocks.queries import proof_of
from quality_events import actions
from quality_events.actions.oot import evaluate_oot
from quality_events.api.writing import LONGEST, written
from quality_events.models import MOST_WHYS, PossibleCause, QualityEvent
from quality_events.presentation.events import told_about
from quality_events.queries.investigation import causes_of, informants_of, whys_of
from quality_events.queries.oos import track_of
from quality_events.queries.oot import oot_of
from quality_events.states import Branch, Finding, OosState, OotState


class WhyShape(serializers.Serializer):
    answer = serializers.CharField(max_length=2000, allow_blank=True)
    shown_by = serializers.CharField(max_length=2000, allow_blank=True, required=False, default="")


class CauseShape(serializers.Serializer):
    id = serializers.UUIDField()
    branch = serializers.ChoiceField(Branch.choices)
    cause = serializers.CharField()
    finding = serializers.ChoiceField(Finding.choices)
    shown_by = serializers.CharField(allow_blank=True)


class InformantShape(serializers.Serializer):
    id = serializers.UUIDField()
    person = serializers.CharField(source="person.name")
    told = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)


class InterimShape(serializers.Serializer):
    text = serializers.CharField()
    reported_by = serializers.CharField(source="reported_by.name")
    reported_at = serializers.DateTimeField()


class EventDocumentShape(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    file = serializers.UUIDField(source="file_id")
    name = serializers.CharField(source="file.name")
    sha256 = serializers.CharField(source="file.sha256")


class MeasuredShape(serializers.Serializer):
    position = serializers.IntegerField(help_text="0 is the initial result.")
    value = serializers.CharField()
    is_met = serializers.BooleanField()
    analyst = serializers.CharField()
    laboratory = serializers.CharField()
    tested_at = serializers.DateTimeField()


class OosShape(serializers.Serializer):
    """An out-of-specification result with every single value; nothing is averaged."""

    state = serializers.ChoiceField(OosState.choices)
    test = serializers.CharField()
    test_name = serializers.CharField()
    method = serializers.CharField()
    limit = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    laboratory_finding = serializers.CharField(allow_blank=True)
    is_laboratory_error = serializers.BooleanField(allow_null=True)
    retests_declared = serializers.IntegerField(allow_null=True)
    second_analyst = serializers.CharField(allow_blank=True)
    production_review = serializers.CharField(allow_blank=True)
    results = MeasuredShape(many=True)


class OotShape(serializers.Serializer):
    """A result that meets its specification and lies outside the locked limits of its trend."""

    state = serializers.ChoiceField(OotState.choices)
    limits = serializers.UUIDField(source="limits_id")
    result = serializers.CharField(help_text="The result's number in its pack.")
    value = serializers.CharField()
    unit = serializers.CharField(allow_blank=True, help_text="UCUM.")
    evaluation = serializers.CharField(allow_blank=True)
    proof = serializers.UUIDField(source="proof_id", allow_null=True, help_text="A document of the event.")
    concluded_at = serializers.DateTimeField(allow_null=True)


class ToldShape(serializers.Serializer):
    """Who was told, when the mail server took it, when the recipient read it."""

    recipient = serializers.CharField()
    subject_line = serializers.CharField()
    written_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    server_reply = serializers.CharField(allow_blank=True)
    given_up_at = serializers.DateTimeField(allow_null=True)
    read_at = serializers.DateTimeField(allow_null=True)
    message_id = serializers.CharField()


class InvestigationShape(serializers.Serializer):
    whys = WhyShape(many=True)
    causes = CauseShape(many=True)
    informants = InformantShape(many=True)
    interim_reports = InterimShape(many=True)
    documents = EventDocumentShape(many=True)
    oos = OosShape(allow_null=True)
    oot = OotShape(allow_null=True)
    told = ToldShape(many=True)


class WhysGiven(serializers.Serializer):
    """The whole chain, from the first why on."""

    whys = serializers.ListField(child=WhyShape(), max_length=MOST_WHYS)


class CauseGiven(serializers.Serializer):
    branch = serializers.ChoiceField(Branch.choices)
    cause = serializers.CharField(max_length=250)


class FindingGiven(serializers.Serializer):
    finding = serializers.ChoiceField(Finding.choices)
    shown_by = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class InterimGiven(serializers.Serializer):
    text = serializers.CharField(max_length=LONGEST)


class MeasuredGiven(serializers.Serializer):
    value = serializers.CharField(max_length=80)
    analyst = serializers.CharField(max_length=120)
    laboratory = serializers.CharField(max_length=200)
    tested_at = serializers.DateTimeField()


class OosGiven(MeasuredGiven):
    test = serializers.CharField(max_length=40, help_text="The test's code in the lot's specification.")


class EvaluationGiven(serializers.Serializer):
    evaluation = serializers.CharField(max_length=LONGEST)
    proof = serializers.UUIDField(
        required=False, allow_null=True, default=None, source="proof_id",
        help_text="The event's document that proves an error of the laboratory.",
    )  # fmt: skip


class EventInvestigation(APIView):
    @extend_schema(operation_id="events_investigation", responses=InvestigationShape)
    def get(self, _request: Request, event_id: UUID) -> Response:
        """The structured investigation, and who was told of the event."""
        return investigation_answer(QualityEvent.objects.get(pk=event_id))


class EventWhys(APIView):
    @extend_schema(operation_id="events_whys", request=WhysGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Write the chain of whys anew as a whole."""

        def record(whys: list[dict[str, str]], **given: Any) -> object:
            return actions.record_whys(whys=[(why["answer"], why["shown_by"]) for why in whys], **given)

        return _written(request, event_id, WhysGiven, record)


class EventCauses(APIView):
    @extend_schema(operation_id="events_causes", request=CauseGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Name a possible cause on a branch; it waits to be looked at."""
        return _written(request, event_id, CauseGiven, actions.name_cause)


class EventCause(APIView):
    @extend_schema(operation_id="events_judge_cause", request=FindingGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID, cause_id: UUID) -> Response:
        """Rule a possible cause out, or confirm it, and by what."""
        cause = PossibleCause.objects.get(pk=cause_id, event_id=event_id)

        def judge(**given: Any) -> object:
            return actions.judge_cause(cause_id=cause.pk, **given)

        return _written(request, event_id, FindingGiven, judge)


class EventInterim(APIView):
    @extend_schema(operation_id="events_interim", request=InterimGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Tell the sponsor what is known so far; meets the interim clock."""
        return _written(request, event_id, InterimGiven, actions.report_interim)


class EventOos(APIView):
    @extend_schema(operation_id="events_oos", request=OosGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Record the initial result; it is written once and stays."""
        return _written(request, event_id, OosGiven, actions.record_oos)


class EventRetest(APIView):
    @extend_schema(operation_id="events_retest", request=MeasuredGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Record a retest as declared before, by the second analyst."""
        return _written(request, event_id, MeasuredGiven, actions.record_retest)


class EventOot(APIView):
    @extend_schema(operation_id="events_oot", request=EvaluationGiven, responses=InvestigationShape)
    def post(self, request: Request, event_id: UUID) -> Response:
        """Keep what was looked at and found; its conclusion is signed on the page."""
        return _written(request, event_id, EvaluationGiven, evaluate_oot)


def _written(
    request: Request, event_id: UUID, shape: type[serializers.Serializer], action: Callable[..., object]
) -> Response:
    return written(request, event_id, shape, action, investigation_answer)


def investigation_answer(event: QualityEvent) -> Response:
    """The structured investigation as it stands."""
    found = {
        "whys": whys_of(event),
        "causes": causes_of(event),
        "informants": informants_of(event),
        "interim_reports": event.interim_reports.select_related("reported_by"),
        "documents": event.documents.select_related("file"),
        "oos": track_of(event),
        "oot": oot_of(event),
        "told": proof_of(*told_about(event)),
    }
    return Response(InvestigationShape(found).data)
