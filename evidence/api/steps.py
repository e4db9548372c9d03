"""What people do with a stored pack. Attesting and accepting need a signature, which no key can give."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence import rules
from evidence.actions.review import decide_exception, return_pack, withdraw_pack
from evidence.api.shapes import Decided, PackReason, PackShape, VerdictShape, pack_answer, verdict_answer
from evidence.models import Pack, RuleVerdict
from evidence.presentation.verdicts import shown
from evidence.queries import verdicts_of
from kernel.clock import now
from kernel.states import check_move
from parties.refusals import refusable
from records.rules import check_signs_in_person


def _step(request: Request, pack_id: UUID, act: Callable[..., Any]) -> Response:
    pack = Pack.objects.select_related("submitted_by").get(pk=pack_id)
    given = PackReason(data=request.data)
    given.is_valid(raise_exception=True)
    with refusable(request._request, None, pack):  # noqa: SLF001 - DRF's name for Django's request
        act(pack_id=pack_id, by=request.actor, at=now(), **given.validated_data)
    pack.refresh_from_db(fields=["state"])
    return Response(pack_answer(pack, request.actor))


def _signed_on_the_page(request: Request, pack_id: UUID, check: Callable[..., Any]) -> Response:
    """Whatever the check says, no key signs: the refusal says so."""
    pack = Pack.objects.select_related("submitted_by").get(pk=pack_id)
    with refusable(request._request, None, pack):  # noqa: SLF001 - DRF's name for Django's request
        check_signs_in_person(request.actor)
        check(pack, by=request.actor)
    return Response(pack_answer(pack, request.actor))


class PackAccept(APIView):
    @extend_schema(operation_id="packs_accept", request=None, responses=PackShape)
    def post(self, request: Request, pack_id: UUID) -> Response:
        """Needs the signature of the sponsor's reviewer: refused here, signed on the page."""
        return _signed_on_the_page(request, pack_id, partial(check_move, verb="accept", signed=True))


class PackCountersign(APIView):
    @extend_schema(operation_id="packs_countersign", request=None, responses=PackShape)
    def post(self, request: Request, pack_id: UUID) -> Response:
        """Needs the signature of the sponsor's head of quality: refused here, signed on the page."""
        return _signed_on_the_page(request, pack_id, partial(check_move, verb="countersign", signed=True))


class PackReturn(APIView):
    @extend_schema(operation_id="packs_return", request=PackReason, responses=PackShape)
    def post(self, request: Request, pack_id: UUID) -> Response:
        """Back to the CMO with a question; needs a reason."""
        return _step(request, pack_id, return_pack)


class PackWithdraw(APIView):
    @extend_schema(operation_id="packs_withdraw", request=PackReason, responses=PackShape)
    def post(self, request: Request, pack_id: UUID) -> Response:
        """The CMO takes back what nobody reviews yet; needs a reason."""
        return _step(request, pack_id, withdraw_pack)


class PackAttest(APIView):
    @extend_schema(operation_id="packs_attest", request=None, responses=PackShape)
    def post(self, request: Request, pack_id: UUID) -> Response:
        """Needs a signature: refused here, signed on the page."""
        return _signed_on_the_page(request, pack_id, rules.check_may_attest)


class VerdictDecide(APIView):
    @extend_schema(operation_id="verdicts_decide", request=Decided, responses={201: VerdictShape})
    def post(self, request: Request, verdict_id: int) -> Response:
        """Accept an exception with a reason, or mark it for the question that returns the pack."""
        found = RuleVerdict.objects.select_related("pack").get(pk=verdict_id)
        given = Decided(data=request.data)
        given.is_valid(raise_exception=True)
        with refusable(request._request, None, found.pack):  # noqa: SLF001 - DRF's name for Django's request
            decide_exception(verdict_id=verdict_id, by=request.actor, at=now(), **given.validated_data)
        verdict = verdicts_of(found.pack).get(pk=verdict_id)
        return Response(verdict_answer(verdict, shown(verdict)), status=201)
