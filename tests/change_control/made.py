"""Change requests in each state, made through the real actions."""

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from change_control import actions
from change_control.actions.proposing import ChangeDraft
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.queries import judged
from change_control.steps import STEPS
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
ON = date(2026, 4, 1)


def draft(**changed: Any) -> ChangeDraft:
    """A second source for magnesium bisglycinate."""
    given: dict[str, Any] = {
        "title": "Second source for magnesium bisglycinate",
        "trigger": "supplier",
        "description": "Albion Minerals, Layton, Utah beside Balchem Corp., same specification MGBG-20.",
        "justification": "Lead time of the present source rose from 6 to 14 weeks.",
        "impact": "Identity by FTIR on every lot; blend uniformity on the first 3 lots; no change of label or claim.",
        "effective_on": ON,
    }
    return ChangeDraft(**(given | changed))


def propose(world: World, product_id: Any, by: Actor | None = None, **changed: Any) -> ChangeRequest:
    by = by or world.cmo_qa
    with scope.opened(by):
        return actions.propose(product_id=product_id, content=draft(**changed), by=by, reason="", at=AT)


def hand_in(change: ChangeRequest, by: Actor, at: datetime = AT) -> ChangeRequest:
    """Submitted alone: it is told to the sponsor, or its impact is being assessed."""
    with scope.opened(by):
        return actions.submit(change_id=change.pk, by=by, reason="", at=at)


def submit(change: ChangeRequest, by: Actor, at: datetime = AT) -> ChangeRequest:
    """Submitted, assessed where it needs approval, and before the sponsor."""
    change = hand_in(change, by, at)
    if change.state != "impact_assessment":
        return change
    assess(change, by, at)
    return step(change, "send", by, at=at)


def assess(change: ChangeRequest, by: Actor, at: datetime = AT) -> None:
    """Every line answered as harmless, and signed off: planted, since a test of the decision has not all the roles."""
    with scope.opened(by):
        positions = change.lines.values_list("position", flat=True)
        answers = {position: actions.Answer("Nothing changes.", 2, 2, 2) for position in positions}
        actions.answer_lines(change_id=change.pk, answers=answers, by=by, reason="", at=at)
        with transaction.atomic(), acting(by=by, reason="planted", at=at):
            change.lines.update(signed_off_by=by.person_id, signed_off_at=at)


def step(change: ChangeRequest, verb: str, by: Actor, *, reason: str = "done", at: datetime = AT) -> ChangeRequest:
    """One of the verbs without a signature."""
    with scope.opened(by):
        return STEPS[verb].action(change_id=change.pk, by=by, reason=reason, at=at)


def carry_out(world: World, change: ChangeRequest, at: datetime = AT) -> ChangeRequest:
    """Implemented by the clerk, verified by the CMO's head of quality."""
    return step(step(change, "implement", world.clerk, at=at), "verify", world.cmo_qa, at=at)


def effective(world: World, change: ChangeRequest, at: datetime) -> ChangeRequest:
    return step(carry_out(world, change, at), "make_effective", world.cmo_qa, at=at)


def decide(
    change: ChangeRequest, by: Actor, verb: str = "approve", *, reason: str = "assessed", at: datetime = AT,
    read_at: datetime | None = None,
) -> ChangeRequest:  # fmt: skip
    """Approve or reject, with the password that the page would ask for; the page was opened at `read_at`."""
    with scope.opened(by):
        fresh = judged(ChangeRequest.objects.select_related("product").get(pk=change.pk), (read_at or at).date())
        shown = content_hash(change_content(fresh))
        action = actions.approve if verb == "approve" else actions.reject
        return action(
            change_id=change.pk,
            proof=proof(by, at, fresh, shown),
            shown_hash=shown,
            by=by,
            reason=reason,
            at=at,
        )


def in_state(world: World, product_id: Any, state: str) -> ChangeRequest:
    """A change request walked to `state`; the agreement must be in force."""
    trigger = "equipment" if state == "notified" else "supplier"
    change = propose(world, product_id, trigger=trigger)
    if state == "draft":
        return change
    if state == "withdrawn":
        return step(change, "withdraw", world.cmo_qa, reason="not needed")
    change = submit(change, world.cmo_qa)
    if state not in ("approved", "effective", "rejected"):
        return change
    change = decide(change, world.head, "reject" if state == "rejected" else "approve")
    return effective(world, change, datetime(2026, 4, 1, 9, 0, tzinfo=UTC)) if state == "effective" else change
