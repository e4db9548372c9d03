"""Who of the sponsor decides and how many: as the clause says; a refusal is signed and sends the work back."""

from collections.abc import Sequence

import pytest

from agreements.actions import ClauseDraft
from clocks.models import Clock, InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from lots.models import Lot
from quality_events.actions.turns import ANSWER_CLOCK
from quality_events.models import QualityEvent
from records.models import Signature
from tests.factories.agreed_clauses import clauses
from tests.factories.walked import Shop, make_lot, make_shop
from tests.factories.world import World
from tests.quality_events.reported import approve, close, investigate, propose, refuse, report
from tests.workspace.visiting import visitor


def stated(roles: Sequence[str], signatures: int) -> list[ClauseDraft]:
    """All clauses, with these approvers of events."""
    approval = {"classes": ["major", "critical"], "roles": list(roles), "signatures": signatures, "major_hours": 72}
    changed = ClauseDraft("5.2", "event_approval", "Sponsor approval of events", approval)
    return [changed if clause.kind == "event_approval" else clause for clause in clauses()]


def proposed(world: World, roles: Sequence[str], signatures: int = 1) -> tuple[Shop, QualityEvent]:
    shop = make_shop(world, stated=stated(roles, signatures))
    event = report(shop, make_lot(shop, "KB-1", until="completed"))
    return shop, propose(shop, investigate(shop, event))


def test_only_the_roles_of_the_clause_decide(world: World) -> None:
    shop, event = proposed(world, ["SQH"])
    for act in (approve, lambda *given: refuse(*given, "no")):
        with pytest.raises(Forbidden, match=r"^DEV-1 is decided by: Sponsor head of quality\.$"):
            act(shop, event)
    assert approve(shop, event, world.head).state == "decided"


def test_two_signatures_are_two_peoples(world: World) -> None:
    shop, event = proposed(world, ["SQA", "SQH"], signatures=2)
    assert approve(shop, event).state == "proposed"
    with scope.opened(world.reviewer):
        assert Clock.objects.get(subject_id=event.pk, rule="quality_events.decide").state == "running"
    with pytest.raises(Refused, match=r"^You have approved DEV-1 already; it waits for another person\.$"):
        approve(shop, event)
    assert approve(shop, event, world.head).state == "decided"
    assert close(shop, event).state == "closed"


def test_an_approval_of_an_earlier_proposal_does_not_count(world: World) -> None:
    shop, event = proposed(world, ["SQA", "SQH"], signatures=2)
    approve(shop, event)
    assert refuse(shop, event, "the roll was not counted", world.head).state == "investigating"
    propose(shop, investigate(shop, event))
    assert approve(shop, event, world.head).state == "proposed"
    assert approve(shop, event).state == "decided"


def test_the_clause_says_how_long_the_answer_takes_and_whether_it_may_be_paused(world: World) -> None:
    approval = {"classes": ["major"], "roles": ["SQA"], "major_hours": 72, "answer_days": 1}
    clause = ClauseDraft("5.2", "event_approval", "Sponsor approval of events", approval)
    pausable = ClauseDraft("9.2", "pause", "Pause of deadlines", {"duties": ["answer"], "longest_days": 5})
    shop = make_shop(world, stated=[pausable, *(clause if c.kind == clause.kind else c for c in clauses())])
    event = propose(shop, investigate(shop, report(shop, make_lot(shop, "KB-1", until="completed"))))
    refuse(shop, event, "the roll was not counted")
    with scope.opened(world.reviewer):
        clock = Clock.objects.get(rule=ANSWER_CLOCK)
    assert (clock.amount, clock.unit, clock.pause_days) == (1, "business_days", 5)


@pytest.mark.lot(until="released")
def test_a_refusal_is_signed_and_asks_the_cmo_again(shop: Shop, lot: Lot) -> None:
    event = propose(shop, investigate(shop, report(shop, lot)))
    with pytest.raises(Refused, match=r"^Give a reason: “Refuse” needs one\.$"):
        refuse(shop, event, " ")
    assert refuse(shop, event, "the roll was not counted").state == "investigating"
    with scope.opened(shop.world.clerk):
        assert Signature.objects.get(subject_id=event.pk, meaning="rejected").reason == "the roll was not counted"
        titles = list(InboxItem.objects.filter(done_at=None).values_list("title", flat=True))
    assert "Refused, DEV-1: the roll was not counted" in titles


@pytest.mark.lot(until="released")
def test_the_page_offers_approval_and_refusal(shop: Shop, lot: Lot) -> None:
    event = propose(shop, investigate(shop, report(shop, lot)))
    page = visitor(shop.world.reviewer).get(f"/events/{event.pk}/")
    assert [(step["label"], step["refusal"]) for step in page.context["actions"]] == [("Approve", ""), ("Refuse", "")]
    assert visitor(shop.world.reviewer).get(f"/events/{event.pk}/sign/refuse/").status_code == 200
