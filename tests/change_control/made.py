"""Change requests in each state, made through the real actions."""

from datetime import UTC, date, datetime
from typing import Any

from change_control import actions
from change_control.actions.proposing import ChangeDraft
from change_control.content import change_content
from change_control.models import ChangeRequest
from change_control.queries import judged
from kernel import scope
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


def submit(change: ChangeRequest, by: Actor, at: datetime = AT) -> ChangeRequest:
    with scope.opened(by):
        return actions.submit(change_id=change.pk, by=by, reason="", at=at)


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
        with scope.opened(world.cmo_qa):
            return actions.withdraw(change_id=change.pk, by=world.cmo_qa, reason="not needed", at=AT)
    change = submit(change, world.cmo_qa)
    if state in ("approved", "effective", "rejected"):
        change = decide(change, world.head, "reject" if state == "rejected" else "approve")
    if state == "effective":
        later = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
        with scope.opened(world.cmo_qa):
            change = actions.make_effective(change_id=change.pk, by=world.cmo_qa, reason="", at=later)
    return change
