"""First versions over the API: read, bring as JSON, withdraw. They are approved on the page, with a signature."""

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
from masters import actions, queries
from masters.actions.entering import Brought
from masters.dry_run import dry_run
from masters.entrance import read_json
from masters.models import BaselineDraft
from masters.sheets.problems import Unreadable
from masters.states import BASELINE_DRAFT, DraftState
from masters.unreadable import UnreadableTables
from parties.models import Partnership
from parties.refusals import refusable


class BaselineDraftRow(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    partnership = serializers.UUIDField(source="partnership_id")
    state = serializers.ChoiceField(DraftState.choices)
    file_name = serializers.CharField(allow_blank=True)
    brought_at = serializers.DateTimeField()
    brought_by = serializers.CharField(source="brought_by.name")


class BaselineRowVerdict(serializers.Serializer):
    """What a row would do now."""

    table = serializers.CharField(source="table.name")
    row = serializers.IntegerField()
    name = serializers.CharField()
    outcome = serializers.ChoiceField(["new", "same", "changed", "refused"])
    sentence = serializers.CharField(allow_blank=True)
    clause = serializers.CharField(allow_blank=True)


class BaselineStep(serializers.Serializer):
    """A step that this key's person may take; `needs_signature`: on the page only."""

    verb = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of this name
    needs_signature = serializers.BooleanField()


class BaselineDraftShape(BaselineDraftRow):
    """`verdicts` while it waits; `tables` as they were brought."""

    tables = serializers.DictField(source="content")
    verdicts = BaselineRowVerdict(many=True)
    lacking = serializers.ListField(child=serializers.CharField())
    available_actions = BaselineStep(many=True)


class BaselineTables(serializers.Serializer):
    """A list of objects for each table, under the names of the workbook's columns."""

    partnership = serializers.UUIDField()
    tables = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))
    reason = serializers.CharField(max_length=2000)


class BaselineWithdrawal(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class DraftList(GenericAPIView):
    """The latest first; `POST` brings first versions as a draft."""

    keyset = queries.DRAFTS_ORDER
    serializer_class = BaselineDraftRow
    queryset = BaselineDraft.objects.none()  # for the schema alone

    @extend_schema(operation_id="baseline_drafts_list", responses=BaselineDraftRow(many=True))
    def get(self, _request: Request) -> Response:
        page = self.paginate_queryset(queries.drafts())
        return self.get_paginated_response(BaselineDraftRow(page, many=True).data)

    @extend_schema(operation_id="baseline_drafts_bring", request=BaselineTables, responses={201: BaselineDraftShape})
    def post(self, request: Request) -> Response:
        """422 when it cannot be read; rows that fail a rule are kept and say why."""
        given = BaselineTables(data=request.data)
        given.is_valid(raise_exception=True)
        pair = Partnership.objects.get(pk=given.validated_data["partnership"])
        by: Actor = request.actor  # type: ignore[attr-defined]  # ours
        with refusable(request._request, None, pair):  # noqa: SLF001 - DRF's name for Django's request
            content = read_json(given.initial_data["tables"], file="")
            if isinstance(content, Unreadable):
                raise UnreadableTables(content)
            reason = given.validated_data["reason"]
            draft = actions.keep_baseline(
                partnership_id=pair.pk, brought=Brought(content), by=by, reason=reason, at=now()
            )
        return Response(_answer(draft.pk, by), status=201)


class DraftDetail(APIView):
    @extend_schema(operation_id="baseline_drafts_get", responses=BaselineDraftShape)
    def get(self, request: Request, baseline_id: UUID) -> Response:
        return Response(_answer(baseline_id, request.actor))  # type: ignore[attr-defined]  # ours


class DraftWithdraw(APIView):
    @extend_schema(operation_id="baseline_drafts_withdraw", request=BaselineWithdrawal, responses=BaselineDraftShape)
    def post(self, request: Request, baseline_id: UUID) -> Response:
        """Give it up; needs a reason."""
        draft = queries.draft(baseline_id)
        given = BaselineWithdrawal(data=request.data)
        given.is_valid(raise_exception=True)
        by: Actor = request.actor  # type: ignore[attr-defined]  # ours
        with refusable(request._request, None, draft):  # noqa: SLF001 - DRF's name for Django's request
            actions.withdraw_baseline(baseline_id=draft.pk, by=by, reason=given.validated_data["reason"], at=now())
        return Response(_answer(baseline_id, by))


def _answer(baseline_id: UUID, actor: Actor) -> dict[str, Any]:
    draft = queries.draft(baseline_id)
    is_waiting = draft.state == DraftState.SUBMITTED
    run = dry_run(draft.partnership_id, queries.content_of_draft(draft)) if is_waiting else None
    draft.verdicts = run.verdicts if run else ()  # type: ignore[attr-defined]  # carried to the serializer
    draft.lacking = run.lacking if run else ()  # type: ignore[attr-defined]  # likewise
    draft.available_actions = BASELINE_DRAFT.available(draft, actor)  # type: ignore[attr-defined]  # likewise
    return dict(BaselineDraftShape(draft).data)
