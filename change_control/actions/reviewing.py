"""After its effect a change is looked at again by its owner, and closed by the sponsor (domain §C5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control.actions.locking import locked
from change_control.actions.telling import REVIEW_CLOCK, ask_to_close, stop_asking, tell_cmo, tell_sponsor
from change_control.models import ChangeRequest
from clocks.actions import meet
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move


def review(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """What the lots made under it show; `reason` is the finding."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "reviewed", at=at):
        change = locked(change_id)
        move(change, "review", by=by, reason=reason)
        meet(rule=REVIEW_CLOCK, subject_id=change.pk, by=by, at=at)
        ask_to_close(change, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
        return change


def close(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The sponsor is content with the finding."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "closed", at=at):
        change = locked(change_id)
        move(change, "close", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        tell_cmo(change, by=by, at=at)
        return change
