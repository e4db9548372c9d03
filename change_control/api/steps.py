"""The steps of a change over the API; decisions are signed, so they are made on the page."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from change_control import actions
from change_control.api.answers import done, moved, taken
from change_control.api.shapes import ChangeShape, Conditions, Emergency, WithReason


class ChangeSubmit(APIView):
    @extend_schema(operation_id="changes_submit", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Hand it in: the agreement's clause says whether the sponsor decides or is told."""
        return moved(request, change_id, actions.submit)


class ChangeClassify(APIView):
    @extend_schema(operation_id="changes_classify", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """For a request that was handed in before requests were classified by rule."""
        return moved(request, change_id, actions.classify_submitted)


class ChangeSend(APIView):
    @extend_schema(operation_id="changes_send", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """The impact is assessed: the sponsor decides."""
        return moved(request, change_id, actions.send)


class ChangeGiveBack(APIView):
    @extend_schema(operation_id="changes_give_back", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """The sponsor wants more before it decides; needs a reason."""
        return moved(request, change_id, actions.give_back)


class ChangeAskForApproval(APIView):
    @extend_schema(operation_id="changes_ask_for_approval", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """The sponsor wants to decide about a change that it was only told of; needs a reason."""
        return moved(request, change_id, actions.ask_for_approval)


class ChangeImplement(APIView):
    @extend_schema(operation_id="changes_implement", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """It is carried out; the reason says what was done."""
        return moved(request, change_id, actions.implement)


class ChangeVerify(APIView):
    @extend_schema(operation_id="changes_verify", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Somebody else has seen that it was carried out as approved."""
        return moved(request, change_id, actions.verify)


class ChangeMakeEffective(APIView):
    @extend_schema(operation_id="changes_make_effective", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Lots are made under it from its day on."""
        return moved(request, change_id, actions.make_effective)


class ChangeReview(APIView):
    @extend_schema(operation_id="changes_review", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """What the lots made under it show, as the reason."""
        return moved(request, change_id, actions.review)


class ChangeClose(APIView):
    @extend_schema(operation_id="changes_close", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """The sponsor is content with the review; needs a reason."""
        return moved(request, change_id, actions.close)


class ChangeEmergency(APIView):
    @extend_schema(operation_id="changes_declare_emergency", request=Emergency, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Make it at once: the named lots are held until the sponsor has decided."""
        values = taken(Emergency, request, change_id)
        return done(request, change_id, actions.declare_emergency, lot_ids=values["lots"], reason=values["reason"])


class ChangeConditions(APIView):
    @extend_schema(operation_id="changes_set_conditions", request=Conditions, responses=ChangeShape)
    def put(self, request: Request, change_id: UUID) -> Response:
        """What an approval would ask for; it stands in what is signed."""
        given = taken(Conditions, request, change_id)
        return done(request, change_id, actions.set_conditions, **given)


class ChangeWithdraw(APIView):
    @extend_schema(operation_id="changes_withdraw", request=WithReason, responses=ChangeShape)
    def post(self, request: Request, change_id: UUID) -> Response:
        """Give it up; needs a reason."""
        return moved(request, change_id, actions.withdraw)
