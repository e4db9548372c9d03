"""Closed days over the API, and the other company's signature over them."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.clock import server_now
from parties.refusals import refusable
from records.actions import countersign
from records.models import DayHead
from records.states import KeyHolder
from workspace.queries import heads
from workspace.queries.heads import Day


class CountersignatureShape(serializers.Serializer):
    company = serializers.UUIDField(source="company_id")
    held = serializers.ChoiceField(KeyHolder.choices)
    public_key = serializers.CharField()
    signature = serializers.CharField()
    signed_at = serializers.DateTimeField()


class HeadShape(serializers.Serializer):
    """A company's closed day."""

    id = serializers.UUIDField(source="head.id")
    partnership = serializers.UUIDField(source="head.partnership_id")
    company = serializers.UUIDField(source="head.company_id")
    day = serializers.DateField(source="head.day")
    rows = serializers.IntegerField(source="head.rows")
    text = serializers.CharField(help_text="What both signatures are of, byte for byte (UTF-8).")
    public_key = serializers.CharField(source="head.public_key", help_text="The platform's, Ed25519.")
    signature = serializers.CharField(source="head.signature")
    waits_for_you = serializers.BooleanField(help_text="Your company is the one to countersign it.")
    countersignature = serializers.SerializerMethodField()

    @extend_schema_field(CountersignatureShape(allow_null=True))
    def get_countersignature(self, day: Day) -> dict[str, Any] | None:
        given = getattr(day.head, "countersignature", None)
        return CountersignatureShape(given).data if given else None


class Given(serializers.Serializer):
    signature = serializers.CharField(max_length=128, help_text="Ed25519 over `text`, 64 bytes in hexadecimal.")


class HeadList(GenericAPIView):
    """Newest first: the closed days of your partnerships."""

    keyset = heads.ORDER
    serializer_class = HeadShape
    queryset = DayHead.objects.none()  # for the schema alone

    @extend_schema(operation_id="heads_list", responses=HeadShape(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(heads.days())
        shown = [heads.as_day(head, request.actor) for head in page]
        return self.get_paginated_response(HeadShape(shown, many=True).data)


class Countersign(APIView):
    @extend_schema(operation_id="heads_countersign", request=Given, responses=HeadShape)
    def post(self, request: Request, head_id: UUID) -> Response:
        """Hand in your company's signature over `text`, made with the key that it registered."""
        head = get_object_or_404(heads.days(), pk=head_id)
        given = Given(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, head):  # noqa: SLF001 - DRF's name for Django's request
            countersign(head_id=head.pk, **given.validated_data, by=request.actor, at=server_now())
        return Response(HeadShape(heads.as_day(heads.days().get(pk=head_id), request.actor)).data)
