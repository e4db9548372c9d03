"""Samples of what passed and questions to the CMO over the API: the actions of the pages, for both sides."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.actions.questions import answer_question, ask_again, ask_question, settle_question
from evidence.actions.samples import draw_sample, record_look
from evidence.models import Pack, RuleVerdict, SampleItem, VerdictQuestion
from evidence.presentation.samples import draws_of, threads
from evidence.states import QUESTION, QuestionState, SampleOutcome
from kernel.clock import now
from parties.refusals import refusable


class DrawRequest(serializers.Serializer):
    """`amount` items, or with `is_percent` so many percent of what passed."""

    amount = serializers.IntegerField(min_value=1, max_value=100_000)
    is_percent = serializers.BooleanField(default=False)


class LookRequest(serializers.Serializer):
    outcome = serializers.ChoiceField(SampleOutcome.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class Said(serializers.Serializer):
    """What is asked, answered or settled."""

    reason = serializers.CharField(max_length=2000)


class LookShape(serializers.Serializer):
    outcome = serializers.ChoiceField(SampleOutcome.choices)
    remark = serializers.CharField(allow_blank=True)
    looked_by = serializers.CharField(source="looked_by.name")
    looked_at = serializers.DateTimeField()


class SampleItemShape(serializers.Serializer):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    verdict = serializers.IntegerField(source="verdict_id")
    rule = serializers.CharField(source="verdict.rule")
    look = LookShape(allow_null=True, required=False, default=None)


class SampleShape(serializers.Serializer):
    """A draw that anybody can repeat: items ranked by SHA-256 of "seed/verdict"."""

    id = serializers.UUIDField(source="draw.id")
    seed = serializers.CharField(source="draw.seed")
    amount = serializers.IntegerField(source="draw.amount")
    is_percent = serializers.BooleanField(source="draw.is_percent")
    population = serializers.IntegerField(source="draw.population")
    size = serializers.IntegerField(source="draw.size")
    drawn_by = serializers.CharField(source="draw.drawn_by.name")
    drawn_at = serializers.DateTimeField(source="draw.drawn_at")
    items = SampleItemShape(many=True)


class PostShape(serializers.Serializer):
    side = serializers.ChoiceField(["sponsor", "cmo"])
    text = serializers.CharField()
    said_by = serializers.CharField(source="said_by.name")
    said_at = serializers.DateTimeField()


class QuestionShape(serializers.Serializer):
    """A thread on one verdict; `turn` is whose move it is."""

    id = serializers.UUIDField()
    verdict = serializers.IntegerField(source="verdict_id")
    rule = serializers.CharField(source="verdict.rule")
    state = serializers.ChoiceField(QuestionState.choices)
    turn = serializers.SerializerMethodField()
    posts = PostShape(many=True)

    def get_turn(self, thread: VerdictQuestion) -> str:
        return str(QUESTION.turn[thread.state])


def _sample(pack: Pack, draw_id: UUID) -> dict[str, Any]:
    return dict(SampleShape(next(shown for shown in draws_of(pack) if shown.draw.pk == draw_id)).data)


def _thread(question_id: UUID) -> dict[str, Any]:
    found = next(iter(threads(pk=question_id)), None)
    if found is None:
        raise VerdictQuestion.DoesNotExist
    return dict(QuestionShape(found).data)


class PackSamples(APIView):
    @extend_schema(operation_id="packs_samples", responses=SampleShape(many=True))
    def get(self, _request: Request, pack_id: UUID) -> Response:
        """Every draw with its items and what was seen, the newest first."""
        return Response(SampleShape(draws_of(Pack.objects.get(pk=pack_id)), many=True).data)

    @extend_schema(operation_id="packs_sample", request=DrawRequest, responses={201: SampleShape})
    def post(self, request: Request, pack_id: UUID) -> Response:
        """Draw a random sample of what passed, while the pack is in review; the seed is the platform's own."""
        pack = Pack.objects.get(pk=pack_id)
        given = DrawRequest(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, pack):  # noqa: SLF001 - DRF's name for Django's request
            draw = draw_sample(pack_id=pack.pk, by=request.actor, reason="", at=now(), **given.validated_data)
        return Response(_sample(pack, draw.pk), status=201)


class SampledLook(APIView):
    @extend_schema(operation_id="sampled_look", request=LookRequest, responses={201: SampleShape})
    def post(self, request: Request, sample_item_id: UUID) -> Response:
        """What a drawn item shows; a question opens the thread with the CMO."""
        item = SampleItem.objects.select_related("draw__pack").get(pk=sample_item_id)
        given = LookRequest(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, item.draw.pack):  # noqa: SLF001 - DRF's name for Django's request
            record_look(sample_item_id=item.pk, by=request.actor, at=now(), **given.validated_data)
        return Response(_sample(item.draw.pack, item.draw_id), status=201)


class PackQuestions(APIView):
    @extend_schema(operation_id="packs_questions", responses=QuestionShape(many=True))
    def get(self, _request: Request, pack_id: UUID) -> Response:
        """Every thread of the pack, the oldest first."""
        return Response(QuestionShape(threads(pack=Pack.objects.get(pk=pack_id)), many=True).data)


class VerdictAsk(APIView):
    @extend_schema(operation_id="verdicts_ask", request=Said, responses={201: QuestionShape})
    def post(self, request: Request, verdict_id: int) -> Response:
        """Ask the CMO about this item; its clock runs from now."""
        found = RuleVerdict.objects.select_related("pack").get(pk=verdict_id)
        given = Said(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, found.pack):  # noqa: SLF001 - DRF's name for Django's request
            asked = ask_question(verdict_id=found.pk, by=request.actor, at=now(), **given.validated_data)
        return Response(_thread(asked.pk), status=201)


class QuestionDetail(APIView):
    @extend_schema(operation_id="questions_get", responses=QuestionShape)
    def get(self, _request: Request, question_id: UUID) -> Response:
        """The thread."""
        return Response(_thread(question_id))


def _said(request: Request, question_id: UUID, act: Callable[..., VerdictQuestion]) -> Response:
    found = VerdictQuestion.objects.get(pk=question_id)
    given = Said(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, found):  # noqa: SLF001 - DRF's name for Django's request
        act(question_id=found.pk, by=request.actor, at=now(), **given.validated_data)
    return Response(_thread(found.pk))


class QuestionAnswer(APIView):
    @extend_schema(operation_id="questions_answer", request=Said, responses=QuestionShape)
    def post(self, request: Request, question_id: UUID) -> Response:
        """The CMO answers on the same thread."""
        return _said(request, question_id, answer_question)


class QuestionAskAgain(APIView):
    @extend_schema(operation_id="questions_ask_again", request=Said, responses=QuestionShape)
    def post(self, request: Request, question_id: UUID) -> Response:
        """The answer did not settle it; the CMO's clock runs anew."""
        return _said(request, question_id, ask_again)


class QuestionSettle(APIView):
    @extend_schema(operation_id="questions_settle", request=Said, responses=QuestionShape)
    def post(self, request: Request, question_id: UUID) -> Response:
        """The sponsor closes its question."""
        return _said(request, question_id, settle_question)
