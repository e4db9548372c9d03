"""A change takes effect, or is given up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.actions.telling import stop_asking, tell_sponsor
from change_control.models import ChangeRequest
from change_control.queries import gated_lots
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing


def make_effective(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """From its day on, lots are made under the change; conditional release counts lots from here on."""
    product_id = ChangeRequest.objects.values_list("product_id", flat=True).get(pk=change_id)
    with (
        transaction.atomic(),
        changing(gated_lots(product_id)),
        acting(by=by, reason=reason.strip() or "effective", at=at),
    ):
        change = locked(change_id)
        move(change, "make_effective", by=by, reason=reason)
        rules.check_date_reached(change, at.date())
        stop_asking(change, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
        return change


def withdraw(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The CMO gives the change up before it takes effect."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "withdrawn", at=at):
        change = locked(change_id)
        was_known = change.state != "draft"
        move(change, "withdraw", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        if was_known:
            tell_sponsor(change, by=by, at=at)
        return change
