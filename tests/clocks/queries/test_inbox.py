"""Three tabs by time left, page by page, and never another partnership's item."""

from datetime import timedelta

import pytest

from clocks import actions
from clocks.models import InboxItem
from clocks.queries import Tab, inbox, inbox_count
from kernel import scope
from kernel.scope import Actor
from parties.models import Organisation, Partnership
from tests.clocks.started import STARTED
from tests.factories.world import World

NIL = "0" * 32


def _open(
    world: World, title: str, to: Organisation, roles: list[str], hours: int | None, where: Partnership
) -> InboxItem:
    with scope.opened(world.cmo_qa):
        return actions.open_item(
            key=title,
            partnership=where,
            organisation_id=to.pk,
            roles=roles,
            title=title,
            url="/",
            by=world.cmo_qa,
            at=STARTED,
            due_at=STARTED + timedelta(hours=hours) if hours is not None else None,
        )


@pytest.fixture
def items(world: World) -> dict[str, InboxItem]:
    """Keystone serves two sponsors; each of them sees its own half only."""
    shared, other = world.alder_keystone, world.blue_keystone
    given = [
        ("pack of KB-1", world.keystone, ["COP"], 5, shared),
        ("attest KB-1", world.keystone, ["CQA"], 3, shared),
        ("answer KB-1", world.keystone, ["COP", "CQA"], None, shared),
        ("review KB-1", world.alder, ["SQA"], 4, shared),
        ("sign KB-1", world.alder, ["SQH"], 2, shared),
        ("pack of BM-9", world.keystone, ["COP"], 1, other),
        ("review BM-9", world.blue_mesa, ["SQA"], 6, other),
    ]
    return {title: _open(world, title, *rest) for title, *rest in given}


def _titles(actor: Actor, tab: Tab) -> list[str]:
    with scope.opened(actor):
        return [item.title for item in inbox(actor, tab).items]


def test_mine_is_what_my_roles_answer_for(world: World, items: dict[str, InboxItem]) -> None:
    assert _titles(world.clerk, "mine") == ["pack of BM-9", "pack of KB-1", "answer KB-1"]
    assert _titles(world.cmo_qa, "mine") == ["attest KB-1", "answer KB-1"]
    assert _titles(world.reviewer, "mine") == ["review KB-1"]


def test_what_a_colleague_took_is_mine_no_more_but_my_organisations(world: World, items: dict[str, InboxItem]) -> None:
    with scope.opened(world.cmo_qa):
        actions.take_item(item_id=items["answer KB-1"].pk, by=world.cmo_qa, at=STARTED)
    assert "answer KB-1" not in _titles(world.clerk, "mine")
    assert "answer KB-1" in _titles(world.cmo_qa, "mine")
    assert "answer KB-1" in _titles(world.clerk, "organisation")


def test_the_organisations_tab_has_every_role(world: World, items: dict[str, InboxItem]) -> None:
    assert _titles(world.clerk, "organisation") == [
        "pack of BM-9",
        "attest KB-1",
        "pack of KB-1",
        "answer KB-1",
    ]


def test_waiting_for_others_shows_the_other_sides_delays(world: World, items: dict[str, InboxItem]) -> None:
    assert _titles(world.clerk, "others") == ["sign KB-1", "review KB-1", "review BM-9"]
    assert _titles(world.reviewer, "others") == ["attest KB-1", "pack of KB-1", "answer KB-1"]


@pytest.mark.parametrize("tab", ["mine", "organisation", "others"])
def test_another_partnership_never_shows(world: World, items: dict[str, InboxItem], tab: Tab) -> None:
    assert not [title for title in _titles(world.reviewer, tab) if "BM-9" in title]
    assert not [title for title in _titles(world.head, tab) if "BM-9" in title]
    assert not [title for title in _titles(world.other_sponsor, tab) if "KB-1" in title]
    assert not [title for title in _titles(world.auditor, tab) if "BM-9" in title]
    assert _titles(world.actors["qa@cedarridge.example"], tab) == []


def test_a_person_without_an_organisation_has_an_empty_inbox(world: World, items: dict[str, InboxItem]) -> None:
    nobody = Actor(person_id=world.clerk.person_id, name="Carla Diaz")
    for tab in ("mine", "organisation", "others"):
        assert _titles(nobody, tab) == []


def test_done_items_are_gone(world: World, items: dict[str, InboxItem]) -> None:
    with scope.opened(world.reviewer):
        actions.close_items(key="review KB-1", by=world.reviewer, at=STARTED)
        assert inbox_count(world.reviewer) == 0
    assert _titles(world.reviewer, "mine") == []


def test_pages_follow_each_other_without_gap_or_overlap(world: World, items: dict[str, InboxItem]) -> None:
    for number in range(3):  # the same deadline: the key decides; and two more without one
        _open(world, f"same {number}", world.keystone, ["COP"], 5, world.alder_keystone)
        _open(world, f"none {number}", world.keystone, ["COP"], None, world.alder_keystone)
    with scope.opened(world.clerk):
        whole = [item.title for item in inbox(world.clerk, "organisation", limit=100).items]
        assert len(whole) == 10
        seen, after, pages = [], "", 0
        while pages == 0 or after:
            page = inbox(world.clerk, "organisation", after=after, limit=3)
            seen += [item.title for item in page.items]
            after, pages = page.after, pages + 1
    assert (seen, pages) == (whole, 4)


@pytest.mark.parametrize("after", ["garbage", "none~x", f"2026-01-12T15:00:00~{NIL}", "~", f"x~{NIL}"])
def test_a_place_that_was_tampered_with_starts_at_the_top(
    world: World, items: dict[str, InboxItem], after: str
) -> None:
    with scope.opened(world.clerk):
        assert inbox(world.clerk, "mine", after=after).items[0].title == "pack of BM-9"


def test_the_badge_counts(world: World, items: dict[str, InboxItem]) -> None:
    for actor, wanted in ((world.clerk, 3), (world.reviewer, 1), (world.auditor, 0)):
        with scope.opened(actor):
            assert inbox_count(actor) == wanted


def test_a_page_costs_one_query(world: World, items: dict[str, InboxItem], django_assert_num_queries: object) -> None:
    with scope.opened(world.clerk), django_assert_num_queries(1):  # type: ignore[operator]
        page = inbox(world.clerk, "organisation")
        shown = {(item.organisation.name, item.taken_by, item.clock) for item in page.items}
    assert shown == {("Keystone Blending Co.", None, None)}
