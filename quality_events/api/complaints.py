"""Complaints over the API: received, read, screened and reviewed; what needs a signature is signed on the page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import now
from kernel.scope import Actor
from lots.api.shapes import AvailableAction
from masters.models import Product
from parties.refusals import refusable
from quality_events.actions.adverse import record_follow_up
from quality_events.actions.complaints import Told, receive_complaint, record_receipt
from quality_events.actions.reviewing import record_answer, record_review
from quality_events.actions.screening import record_screen
from quality_events.models import Complaint
from quality_events.queries.complaints import ComplaintFilters, filtered_complaints, latest_screen, reports_of
from quality_events.seriousness import OUTCOMES
from quality_events.states import COMPLAINT, AdverseReportState, Channel, ComplaintState, Nature, Reporter

MOST_LOTS = 200
LONG = 20_000
_TOLD = ("nature", "channel", "reporter", "words", "reporter_reference", "stated_lot", "usage", "dose")


class ComplaintLotShape(serializers.Serializer):
    id = serializers.UUIDField(source="lot_id")
    number = serializers.CharField(source="lot.number")
    is_named = serializers.BooleanField(help_text="Named by the complaint; otherwise found by the review.")
    is_relevant = serializers.BooleanField()


class ComplaintRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    product = serializers.UUIDField(source="product_id")
    state = serializers.ChoiceField(ComplaintState.choices)
    nature = serializers.ChoiceField(Nature.choices)
    first_received_at = serializers.DateTimeField(help_text="By either company.")
    entered_at = serializers.DateTimeField()
    lots = ComplaintLotShape(many=True, source="complaint_lots")


class ScreenShape(serializers.Serializer):
    is_adverse = serializers.BooleanField()
    is_serious = serializers.BooleanField()
    basis = serializers.CharField()
    screened_by = serializers.CharField(source="screened_by.name")
    screened_at = serializers.DateTimeField()


class ReportShape(serializers.Serializer):
    """A report that a serious event owes to the FDA (21 USC 379aa-1)."""

    position = serializers.IntegerField()
    state = serializers.ChoiceField(AdverseReportState.choices)
    received_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    reference = serializers.CharField(allow_blank=True)


class ComplaintShape(ComplaintRow):
    channel = serializers.ChoiceField(Channel.choices)
    reporter = serializers.ChoiceField(Reporter.choices)
    reporter_reference = serializers.CharField(allow_blank=True)
    stated_lot = serializers.CharField(allow_blank=True)
    words = serializers.CharField()
    usage = serializers.CharField(allow_blank=True)
    dose = serializers.CharField(allow_blank=True)
    sponsor_received_at = serializers.DateTimeField(allow_null=True)
    cmo_received_at = serializers.DateTimeField(allow_null=True)
    screen = ScreenShape(source="last_screen", allow_null=True, help_text="The last answers given.")
    reports = ReportShape(many=True, source="all_reports")
    is_to_investigate = serializers.BooleanField(allow_null=True)
    review = serializers.CharField(allow_blank=True)
    event = serializers.UUIDField(source="event_id", allow_null=True)
    follow_up = serializers.CharField(allow_blank=True)
    reply = serializers.CharField(allow_blank=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    kept_until = serializers.DateField()
    available_actions = AvailableAction(many=True)


class ComplaintQuery(serializers.Serializer):
    state = serializers.ChoiceField(["open", *ComplaintState.values], required=False, default="")
    nature = serializers.ChoiceField(Nature.choices, required=False, default="")


class ComplaintGiven(serializers.Serializer):
    """A complaint as it was told; `lots` are empty when unknown. At least one company has received it."""

    product = serializers.UUIDField()
    lots = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=MOST_LOTS)
    nature = serializers.ChoiceField(Nature.choices)
    channel = serializers.ChoiceField(Channel.choices)
    reporter = serializers.ChoiceField(Reporter.choices)
    words = serializers.CharField(max_length=LONG)
    reporter_reference = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    stated_lot = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")
    usage = serializers.CharField(max_length=LONG, required=False, allow_blank=True, default="")
    dose = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    sponsor_received_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    cmo_received_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class AnswersGiven(serializers.Serializer):
    """Each outcome of the Act, yes or no; none may be left out."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {name: serializers.BooleanField(help_text=words) for name, words in OUTCOMES.items()}


class ScreenGiven(serializers.Serializer):
    is_adverse = serializers.BooleanField()
    answers = AnswersGiven()
    basis = serializers.CharField(max_length=LONG)


class ComplaintReviewGiven(serializers.Serializer):
    is_to_investigate = serializers.BooleanField()
    review = serializers.CharField(max_length=LONG)
    lots = serializers.ListField(child=serializers.UUIDField(), required=False, default=list, max_length=MOST_LOTS)


class ReceiptGiven(serializers.Serializer):
    received_at = serializers.DateTimeField(help_text="By the own company.")


class ReplyGiven(serializers.Serializer):
    follow_up = serializers.CharField(max_length=LONG)
    reply = serializers.CharField(max_length=LONG)


class FollowUpGiven(serializers.Serializer):
    information = serializers.CharField(max_length=LONG)
    received_at = serializers.DateTimeField()


class ComplaintList(GenericAPIView):
    """Newest first; `POST` records one."""

    keyset = ("-entered_at", "-id")
    serializer_class = ComplaintRow
    queryset = Complaint.objects.none()  # for the schema alone

    @extend_schema(operation_id="complaints_list", parameters=[ComplaintQuery], responses=ComplaintRow(many=True))
    def get(self, request: Request) -> Response:
        query = ComplaintQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = filtered_complaints(ComplaintFilters(**query.validated_data))
        return self.get_paginated_response(ComplaintRow(self.paginate_queryset(found), many=True).data)

    @extend_schema(operation_id="complaints_receive", request=ComplaintGiven, responses={201: ComplaintShape})
    def post(self, request: Request) -> Response:
        """Tells both companies and asks them to screen it."""
        given = ComplaintGiven(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        product = Product.objects.get(pk=values["product"])
        with refusable(request._request, None, product):  # noqa: SLF001 - DRF's name for Django's request
            complaint = receive_complaint(
                product_id=product.pk,
                lot_ids=values["lots"],
                told=Told(**{name: values[name] for name in _TOLD}),
                sponsor_received_at=values["sponsor_received_at"],
                cmo_received_at=values["cmo_received_at"],
                by=request.actor,
                reason="",
                at=now(),
            )
        return Response(_answer(complaint.pk, request.actor), status=201)


class ComplaintDetail(APIView):
    @extend_schema(operation_id="complaints_get", responses=ComplaintShape)
    def get(self, request: Request, complaint_id: UUID) -> Response:
        """One complaint, and what this person may do with it."""
        return Response(_answer(complaint_id, request.actor))


class ComplaintScreen(APIView):
    @extend_schema(operation_id="complaints_screen", request=ScreenGiven, responses=ComplaintShape)
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """Keep the answers; a serious event owes its report from now on. Who answered signs on the page."""
        return _written(request, complaint_id, ScreenGiven, record_screen)


class ComplaintReview(APIView):
    @extend_schema(operation_id="complaints_review", request=ComplaintReviewGiven, responses=ComplaintShape)
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """Keep the review with every batch whose record was looked at; who reviewed signs on the page."""
        return _written(request, complaint_id, ComplaintReviewGiven, record_review)


class ComplaintReceipt(APIView):
    @extend_schema(operation_id="complaints_receipt", request=ReceiptGiven, responses=ComplaintShape)
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """The own company had it too; the earliest receipt counts."""
        return _written(request, complaint_id, ReceiptGiven, record_receipt)


class ComplaintReply(APIView):
    @extend_schema(operation_id="complaints_reply", request=ReplyGiven, responses=ComplaintShape)
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """Findings, and what was replied."""
        return _written(request, complaint_id, ReplyGiven, record_answer)


class ComplaintFollowUp(APIView):
    @extend_schema(operation_id="complaints_follow_up", request=FollowUpGiven, responses=ComplaintShape)
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """New medical information; within a year of the report it owes one of its own."""
        return _written(request, complaint_id, FollowUpGiven, record_follow_up)


def _written(
    request: Request, complaint_id: UUID, shape: type[serializers.Serializer], action: Callable[..., Any]
) -> Response:
    complaint = Complaint.objects.get(pk=complaint_id)
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    values = dict(given.validated_data)
    if "lots" in values:
        values["lot_ids"] = values.pop("lots")
    with refusable(request._request, None, complaint):  # noqa: SLF001 - DRF's name for Django's request
        action(complaint_id=complaint_id, by=request.actor, reason="", at=now(), **values)
    return Response(_answer(complaint_id, request.actor))


def _answer(complaint_id: UUID, by: Actor) -> dict[str, Any]:
    complaint: Any = Complaint.objects.prefetch_related("complaint_lots__lot").get(pk=complaint_id)
    complaint.last_screen = latest_screen(complaint_id)
    complaint.all_reports = reports_of(complaint_id)
    complaint.available_actions = COMPLAINT.available(complaint, by)
    return ComplaintShape(complaint).data
