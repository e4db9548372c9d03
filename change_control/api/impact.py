"""The impact list, and the lots that run while the version changes, over the API."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from change_control import actions
from change_control.api.answers import done, taken
from change_control.api.shapes import Answers, ChangeShape, LotDecided, SignedOff


class ChangeLines(APIView):
    @extend_schema(operation_id="changes_answer_lines", request=Answers, responses=ChangeShape)
    def put(self, request: Request, change_id: UUID) -> Response:
        """Answer lines of the impact list; those that are not named stay as they are."""
        given = taken(Answers, request, change_id)
        answers = {
            line["position"]: actions.Answer(
                line["answer"], line["severity"], line["probability"], line["detectability"]
            )
            for line in given["lines"]
        }
        return done(request, change_id, actions.answer_lines, answers=answers)


class ChangeSignOff(APIView):
    @extend_schema(operation_id="changes_sign_off_lines", request=SignedOff, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Sign lines off: each by the role that it names, not by who answered it."""
        given = taken(SignedOff, request, change_id)
        return done(request, change_id, actions.sign_off_lines, positions=given["lines"])


class ChangeLots(APIView):
    @extend_schema(operation_id="changes_decide_lot", request=LotDecided, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """What becomes of a lot that runs under the version that the change replaces."""
        values = taken(LotDecided, request, change_id)
        return done(
            request, change_id, actions.decide_lot, lot_id=values["lot"], decision=values["decision"],
            reason=values["reason"],
        )  # fmt: skip
