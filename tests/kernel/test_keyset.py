"""Every row once, in order, forwards and backwards, whatever is added meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from kernel import scope
from kernel.history import acting
from kernel.keyset import BadCursorError, Page, decode_cursor, encode_cursor, page_of
from parties.actions.door import Visitor, note
from parties.models import LoginRecord, Site
from parties.states import LoginKind
from tests.factories.world import LONG_AGO, World

ORDERS = [("at", "id"), ("-at", "-id"), ("email", "at", "id"), ("-email", "-at", "-id")]


@pytest.fixture
def records(world: World) -> list[LoginRecord]:
    """23 rows, many of the same moment and address."""
    person = world.clerk.person_id
    for n in range(23):
        note(LoginKind.LOGIN, Visitor(f"{n % 3}@x.example", person), LONG_AGO + timedelta(seconds=n // 4))
    with scope.opened(world.clerk):
        return list(LoginRecord.objects.all())


def _page(world: World, order: tuple[str, ...], **where: str) -> Page[LoginRecord]:
    with scope.opened(world.clerk):
        return page_of(LoginRecord.objects.all(), order=order, size=5, **where)


@pytest.mark.parametrize("order", ORDERS)
def test_forwards_and_backwards(world: World, records: list[LoginRecord], order: tuple[str, ...]) -> None:
    names = [name.lstrip("-") for name in order]
    wanted = sorted(
        records, key=lambda row: tuple(getattr(row, name) for name in names), reverse=order[0].startswith("-")
    )
    seen: list[Any] = []
    page = _page(world, order)
    assert page.before == ""
    pages = [page]
    while page.after:
        page = _page(world, order, after=page.after)
        pages.append(page)
    seen = [row.pk for each in pages for row in each.rows]
    assert seen == [row.pk for row in wanted]
    assert [len(each.rows) for each in pages] == [5, 5, 5, 5, 3]
    for earlier, later in zip(reversed(pages[:-1]), reversed(pages), strict=False):
        back = _page(world, order, before=later.before)
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
    assert _page(world, order, before=pages[1].before).before == ""
    assert _page(world, order, before=pages[1].before).after == pages[0].after


def test_a_row_added_meanwhile_shifts_nothing(world: World, records: list[LoginRecord]) -> None:
    first = _page(world, ("-at", "-id"))
    note(LoginKind.LOGOUT, Visitor("new@x.example", world.clerk.person_id), LONG_AGO + timedelta(hours=1))
    second = _page(world, ("-at", "-id"), after=first.after)
    assert {row.pk for row in first.rows}.isdisjoint({row.pk for row in second.rows})
    assert len({row.pk for row in (*first.rows, *second.rows)}) == 10


def test_exactly_one_full_page(world: World) -> None:
    with scope.opened(world.clerk), acting(by=world.clerk, reason="test", at=LONG_AGO):
        Site.objects.bulk_create(Site(organisation=world.keystone, name=f"Plant {n}") for n in range(2, 6))
        page = page_of(Site.objects.all(), order=("name", "id"), size=5)
        assert ([site.name for site in page.rows], page.after, page.before) == (
            ["Keystone Plant 1", "Plant 2", "Plant 3", "Plant 4", "Plant 5"],
            "",
            "",
        )
        empty = page_of(Site.objects.filter(name="none"), order=("name", "id"))
        assert (empty.rows, empty.after, empty.before) == ([], "", "")


def test_a_cursor_goes_round() -> None:
    values = ["ä – \U0001f48a", "", "2026-01-05 09:00:00+00:00"]
    assert decode_cursor(encode_cursor(values), 3) == values


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "W10", encode_cursor(["a"]), encode_cursor(["a", "b", "c"]), "bnVsbA", "WzEsMl0", "=", "[" * 9],
)
def test_what_is_no_cursor_of_this_list_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursorError):
        decode_cursor(cursor, 2)


@pytest.mark.parametrize(
    "values", [["x", "y"], ["2026-01-05", "y"], ["2026-01-05T09:00", LONG_AGO], ["\x00", "\x00"], [LONG_AGO, "x"]]
)
def test_values_of_the_wrong_type_are_refused(world: World, values: list[Any]) -> None:
    with pytest.raises(BadCursorError):
        _page(world, ("at", "id"), after=encode_cursor(values))
