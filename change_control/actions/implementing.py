"""A change is carried out, verified by another person, and takes effect; or it is given up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from change_control import rules
from change_control.actions.locking import locked
from change_control.actions.telling import ask_to_implement, start_review_clock, stop_asking, tell_sponsor
from change_control.models import ChangeRequest
from change_control.queries import gated_lots, terms_for, undecided_lots
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from parties.rules import check_distinct


def implement(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """What was approved, or told, is carried out by this person; `reason` says what was done."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "implemented", at=at):
        change = locked(change_id)
        move(change, "implement", by=by, reason=reason, save=False)
        change.implemented_by_id = by.person_id
        change.save()
        return change


def verify(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """Somebody else has seen that it was carried out as approved, conditions and qualification lots included."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "verified", at=at):
        change = locked(change_id)
        move(change, "verify", by=by, reason=reason)
        check_distinct(
            by,
            [change.implemented_by_id] if change.implemented_by_id else [],
            "You carried this change out. Somebody else must verify it.",
            "21 CFR 111.12(b)",
        )
        stop_asking(change, by=by, at=at)
        ask_to_implement(change, by=by, at=at)
        return change


def make_effective(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """From its day on, lots are made under the change; conditional release counts lots from here on."""
    product_id = ChangeRequest.objects.values_list("product_id", flat=True).get(pk=change_id)
    with (
        transaction.atomic(),
        changing(gated_lots(product_id)),
        acting(by=by, reason=reason.strip() or "effective", at=at),
    ):
        change = locked(change_id)
        move(change, "make_effective", by=by, reason=reason, save=False)
        rules.check_date_reached(change, at.date())
        rules.check_lots_decided(undecided_lots(change))
        terms = terms_for(change.product, at.date())
        change.review_due_on = (at + timedelta(days=rules.review_days(terms))).date()
        change.save()
        stop_asking(change, by=by, at=at)
        start_review_clock(change, terms, by=by, at=at)
        tell_sponsor(change, by=by, at=at)
        return change


def withdraw(*, change_id: UUID, by: Actor, reason: str, at: datetime) -> ChangeRequest:
    """The CMO gives the change up before it takes effect."""
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "withdrawn", at=at):
        change = locked(change_id)
        was_known = change.state != "draft"
        rules.check_no_version_made(change)
        move(change, "withdraw", by=by, reason=reason)
        stop_asking(change, by=by, at=at)
        if was_known:
            tell_sponsor(change, by=by, at=at)
        return change
