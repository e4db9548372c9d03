"""Items open once, are taken by one person of the right company and role, and given back."""

from datetime import timedelta
from typing import Any

import pytest

from clocks import actions
from clocks.models import InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.actions import change_roles, end_membership
from parties.models import Membership
from tests.clocks.people import administrator
from tests.clocks.started import DUE, STARTED
from tests.factories.world import World

LATER = STARTED + timedelta(hours=1)


def _open(world: World, by: Actor | None = None, **changed: Any) -> InboxItem:
    given: dict[str, Any] = {
        "key": "event/7/decide",
        "partnership": world.alder_keystone,
        "organisation_id": world.alder.pk,
        "roles": ["SQA"],
        "title": "Decide on DEV-31",
        "why": "AG-4 v3, clause 5.2",
        "url": "/events/7/",
        "by": by or world.clerk,
        "at": STARTED,
        "due_at": DUE,
    }
    with scope.opened(by or world.clerk):
        return actions.open_item(**{**given, **changed})


def _taker(world: World, item: InboxItem) -> str:
    with scope.opened(world.reviewer):
        found = InboxItem.objects.select_related("taken_by").get(pk=item.pk)
        return found.taken_by.name if found.taken_by else ""


def test_asked_twice_it_is_one_item(world: World) -> None:
    first = _open(world)
    assert _open(world, title="Decide at last").pk == first.pk
    with scope.opened(world.clerk):
        assert list(InboxItem.objects.values_list("title", flat=True)) == ["Decide on DEV-31"]


def test_each_side_has_its_own_item_and_both_close_together(world: World) -> None:
    _open(world)
    _open(world, organisation_id=world.keystone.pk, roles=["CQA"])
    with scope.opened(world.reviewer):
        assert actions.close_items(key="event/7/decide", by=world.reviewer, at=LATER) == 2
        assert actions.close_items(key="event/7/decide", by=world.reviewer, at=LATER) == 0
        assert set(InboxItem.objects.values_list("done_at", flat=True)) == {LATER}


def test_after_it_is_done_it_may_open_again(world: World) -> None:
    first = _open(world)
    with scope.opened(world.reviewer):
        actions.close_items(key="event/7/decide", by=world.reviewer, at=LATER)
    assert _open(world).pk != first.pk


def test_whoever_holds_the_role_takes_and_gives_back(world: World) -> None:
    item = _open(world)
    with scope.opened(world.reviewer):
        actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
        assert _taker(world, item) == "Priya Raman"
        actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
        actions.release_item(item_id=item.pk, by=world.reviewer, at=LATER)
        assert _taker(world, item) == ""
        reasons = item.history.order_by("history_id").values_list("history_change_reason", flat=True)
        assert list(reasons) == ["waits for: Decide on DEV-31", "taken", "given back"]


def test_one_person_at_a_time(world: World) -> None:
    item = _open(world, roles=["SQA", "SQH"])
    with scope.opened(world.reviewer):
        actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
    with scope.opened(world.head):
        with pytest.raises(Refused, match="Priya Raman has taken “Decide on DEV-31” already"):
            actions.take_item(item_id=item.pk, by=world.head, at=LATER)
        with pytest.raises(Forbidden, match="only they or an administrator can give it back"):
            actions.release_item(item_id=item.pk, by=world.head, at=LATER)
    assert _taker(world, item) == "Priya Raman"


def test_another_role_cannot_take_it(world: World) -> None:
    item = _open(world)
    with scope.opened(world.head), pytest.raises(Forbidden, match="waits for SQA; you hold none"):
        actions.take_item(item_id=item.pk, by=world.head, at=LATER)


def test_the_other_company_sees_it_but_cannot_take_it(world: World) -> None:
    item = _open(world)
    with scope.opened(world.cmo_qa), pytest.raises(Forbidden, match="waits for Alder & Pine Nutrition"):
        actions.take_item(item_id=item.pk, by=world.cmo_qa, at=LATER)


def test_a_stranger_does_not_even_see_it(world: World) -> None:
    item = _open(world)
    with scope.opened(world.other_sponsor), pytest.raises(InboxItem.DoesNotExist):
        actions.take_item(item_id=item.pk, by=world.other_sponsor, at=LATER)


def test_what_is_done_or_free_cannot_be_taken_or_given_back(world: World) -> None:
    item = _open(world)
    with scope.opened(world.reviewer):
        with pytest.raises(Refused, match="Nobody has taken"):
            actions.release_item(item_id=item.pk, by=world.reviewer, at=LATER)
        actions.close_items(key="event/7/decide", by=world.reviewer, at=LATER)
        with pytest.raises(Refused, match="is done already"):
            actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)


def test_an_administrator_gives_back_what_a_leaver_took(world: World) -> None:
    item = _open(world)
    with scope.opened(world.reviewer):
        actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
    admin = administrator(world)
    with scope.opened(admin):
        actions.release_item(item_id=item.pk, by=admin, at=LATER)
    assert _taker(world, item) == ""


def _membership(world: World, email: str) -> Membership:
    return Membership.objects.get(person=world.people[email], ended_at=None)


def test_what_a_leaver_had_taken_waits_for_everybody_in_the_role_again(world: World) -> None:
    mine, done, others = _open(world), _open(world, key="event/8/decide"), _open(world, key="event/9/decide")
    head = world.head
    with scope.opened(world.reviewer):
        for item in (mine, done):
            actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
        actions.close_items(key="event/8/decide", by=world.reviewer, at=LATER)
    by = administrator(world)
    with scope.opened(by):
        leaver = _membership(world, "qa@alderpine.example")
        end_membership(membership_id=leaver.pk, by=by, reason="left the company", at=LATER)
    assert [_taker_seen_by(head, item) for item in (mine, done, others)] == ["", "Priya Raman", ""]
    with scope.opened(head):
        assert set(InboxItem.objects.filter(done_at=None).values_list("taken_by", flat=True)) == {None}


@pytest.mark.parametrize(("roles", "taker"), [(["SQA", "SRM"], "Priya Raman"), (["SRM"], "")])
def test_who_loses_the_role_loses_the_item_and_who_keeps_it_keeps_it(
    world: World, roles: list[str], taker: str
) -> None:
    item = _open(world)
    with scope.opened(world.reviewer):
        actions.take_item(item_id=item.pk, by=world.reviewer, at=LATER)
    by = administrator(world)
    with scope.opened(by):
        found = _membership(world, "qa@alderpine.example")
        change_roles(membership_id=found.pk, roles=roles, by=by, reason="other duties", at=LATER)
    assert _taker_seen_by(world.head, item) == taker


def _taker_seen_by(by: Actor, item: InboxItem) -> str:
    with scope.opened(by):
        found = InboxItem.objects.select_related("taken_by").get(pk=item.pk)
        return found.taken_by.name if found.taken_by else ""
