"""The impact of a change is assessed, and the sponsor reads it (domain §C5, ICH Q9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.lines import generate_lines
from change_control.actions.locking import locked
from change_control.actions.telling import ask_to_assess, ask_to_decide, stop_asking, tell_cmo, tell_sponsor
from change_control.models import ChangeRequest
from change_control.states import DECIDED_FROM
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from parties.rules import check_may


def begin_assessment(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """The impact list is made, and the CMO is asked to answer it."""
    with acting(by=by, reason="impact list made", at=at):
        generate_lines(change, at=at)
    ask_to_assess(change, by=by, at=at)
    tell_sponsor(change, by=by, at=at)


def send(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The assessment is whole: the sponsor decides."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "sent to the sponsor", at=at):
        change = locked(change_id)
        move(change, "send", by=by, reason=reason)
        rules.check_answered(list(change.lines.all()))
        stop_asking(change, by=by, at=at)
        ask_to_decide(change, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
        return change


def give_back(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The sponsor's reader wants more before anybody decides."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "given back", at=at):
        change = locked(change_id)
        move(change, "give_back", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        ask_to_assess(change, by=by, at=at)
        tell_cmo(change, by=by, at=at)
        return change


def set_conditions(*, change_id: UUID, conditions: str, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """What an approval would ask for; it stands in what is signed."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "conditions written", at=at):
        change = locked(change_id)
        check_may(by, "change_control.assess", change, "set conditions")
        rules.check_in(change, DECIDED_FROM, "Conditions are written while the sponsor decides.")
        change.conditions = conditions.strip()
        change.save(update_fields=["conditions"])
        return change
