"""One change request as the API answers it, after reading or moving it."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from change_control import queries
from change_control.api.shapes import ChangeShape, WithReason
from change_control.states import CHANGE
from kernel.clock import now
from kernel.scope import Actor
from parties.refusals import refusable


def moved(request: Request, change_id: UUID, step: Any) -> Response:
    """A verb that takes nothing but a reason."""
    return done(request, change_id, step, reason=taken(WithReason, request, change_id)["reason"])


def taken(shape: type[Serializer[Any]], request: Request, change_id: UUID) -> Any:
    """What was sent; the change is looked for first, so a stranger is not told what is missing.

    Raises DoesNotExist, ValidationError.
    """
    queries.change(change_id)
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return given.validated_data


def done(request: Request, change_id: UUID, step: Any, **given: Any) -> Response:
    """Take the step with what was given, and answer the request as it stands then."""
    change = queries.change(change_id)
    with refusable(request._request, None, change):  # noqa: SLF001 - DRF's name for Django's request
        step(change_id=change.pk, by=request.actor, at=now(), **({"reason": ""} | given))
    return Response(answer(change_id, request.actor))


def answer(change_id: UUID, actor: Actor) -> dict[str, Any]:
    """A constant number of queries."""
    change: Any = queries.change(change_id)
    change.available_actions = CHANGE.available(change, actor)
    change.running_lots = queries.decided_lots(change)
    return dict(ChangeShape(change).data)
