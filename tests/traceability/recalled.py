"""Recalls in each state, made through the real actions on a lot that was shipped."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kernel import scope
from kernel.clock import now
from kernel.scope import Actor
from lots.models import ComponentLot, Lot
from records.content import content_hash
from tests.factories.signing import proof
from tests.factories.walked import GOOD, Shop, make_consignee, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor
from traceability.actions import recalls as actions
from traceability.models import Consignee, Recall, RecallNotice
from traceability.queries.recalls import signed_content
from traceability.recalling.asked import AUTHORITY, HAZARD
from traceability.scoping.question import Question

MATERIAL = "C-26-0412"
PROPOSAL = {"recall": True, "class": "II", "because": "Lead above the daily limit for children."}
STRATEGY: Mapping[str, Any] = {
    "depth": "retail", "warning": "none", "level": "A", "percent": None, "instructions": "Return it at our cost.",
}  # fmt: skip


def shipped_lot(shop: Shop, number: str = "KB-1", quantity: str = "1200", to: Consignee | None = None) -> Lot:
    """A released lot of which some has left."""
    lot = make_lot(shop, number, until="released")
    to = to or make_consignee(shop)
    sent = {"consignee": to.pk, "quantity": quantity, "reference": f"PO-{number}", "ship_from": "Dock", "carrier": "C"}
    answer = visitor(shop.world.clerk).post(f"/lots/{lot.pk}/ship/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return lot


def question(by: Actor) -> Question:
    """The lot of material that every walked lot consumed."""
    with scope.opened(by):
        return Question(lots=(ComponentLot.objects.get(number=MATERIAL).pk,))


def opened(by: Actor, asked: Question | None = None, **given: Any) -> list[Recall]:
    told = {"title": "Lead above its limit", "signal": "Retained sample, Summit Labs, 0.62 ppm."}
    asked = asked or question(by)
    return act(by, actions.open_recalls, question=asked, **(told | given))  # type: ignore[no-any-return]


def act(by: Actor, action: Any, **given: Any) -> Any:
    with scope.opened(by):
        return action(by=by, at=now(), **{"reason": "", **given})


def sign(by: Actor, recall: Recall, action: Any, verb: str, reason: str = "as written") -> Recall:
    """With the password, over what the page would show."""
    with scope.opened(by):
        fresh = Recall.objects.get(pk=recall.pk)
        shown, at = content_hash(signed_content(fresh, verb)), now()
        given = proof(by, at, fresh, shown)
        return action(recall_id=recall.pk, proof=given, shown_hash=shown, by=by, reason=reason, at=at)  # type: ignore[no-any-return]


STEPS = ("signal", "evaluated", "proposed", "decided", "locked", "planned", "notified")


def walk(world: World, recall: Recall, until: str) -> Recall:
    """From its signal on, by the sponsor's two people."""
    qa, head, key = world.reviewer, world.head, recall.pk
    steps: list[Any] = [
        lambda: act(
            qa, actions.evaluate, recall_id=key, answers=dict.fromkeys(HAZARD, "None known."), proposal=PROPOSAL
        ),
        lambda: sign(qa, recall, actions.propose, "propose"),
        lambda: sign(head, recall, actions.decide, "decide"),
        lambda: act(qa, actions.lock_scope, recall_id=key),
        lambda: act(qa, actions.plan, recall_id=key, answers=STRATEGY),
        lambda: act(qa, actions.send_notices, recall_id=key),
    ]
    for step in steps[: STEPS.index(until)]:
        step()
    return reread(qa, recall)


def to_its_end(world: World, recall: Recall) -> Recall:
    """Told to FDA, every account answered and checked, a status report: ready to be terminated."""
    qa, key = world.reviewer, recall.pk
    act(qa, actions.report_to_authority, recall_id=key, answers=dict.fromkeys(AUTHORITY, "As attached."))
    act(qa, actions.draw_sample, recall_id=key)
    for notice in notices(qa, recall):
        act(qa, actions.answer, notice_id=notice.pk, via="call", name="R. Gil", on_hand=10, disposed=10,
            has_passed_on=True, remark="")  # fmt: skip
        act(qa, actions.check_account, notice_id=notice.pk, how="Telephone", is_effective=True, remark="")
    act(qa, actions.report_status, recall_id=key, completes_on=(now() + timedelta(days=9)).date(), remark="")
    act(qa, actions.state_ending, recall_id=key, disposition="Destroyed.")
    return reread(qa, recall)


def reread(by: Actor, recall: Recall) -> Recall:
    with scope.opened(by):
        return Recall.objects.select_related("partnership__sponsor", "partnership__cmo").get(pk=recall.pk)


def notices(by: Actor, recall: Recall) -> list[RecallNotice]:
    with scope.opened(by):
        return list(RecallNotice.objects.filter(recall=recall).order_by("name"))


LEFT = GOOD - 1200
"""What is still in house of a shipped lot."""
