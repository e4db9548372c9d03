"""The list: keyset pages that lose nothing and repeat nothing, filters that show exactly what they say."""

import pytest

from kernel import scope
from lots.models import Lot
from lots.queries import LotFilters, page_of_lots, partners_of
from lots.queries.exporting import MOST_EXPORTED, exported_rows
from parties.queries import partnerships
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of


def numbers(world: World, filters: LotFilters, **places: str) -> list[str]:
    with scope.opened(world.clerk):
        return [row.lot.number for row in page_of_lots(list(partnerships()), filters, **places).rows]


def test_pages_lead_on_and_back_over_two_partnerships(world: World) -> None:
    ours, theirs = product_of(world.alder_keystone), product_of(world.blue_keystone)
    lots_of(world, ours, [f"KB-{i:03}" for i in range(0, 60, 2)])
    lots_of(world, theirs, [f"KB-{i:03}" for i in range(1, 60, 2)])  # the same moments: the key decides
    with scope.opened(world.clerk):
        pairs = list(partnerships())
        pages = [page_of_lots(pairs, LotFilters())]
        while pages[-1].after:
            pages.append(page_of_lots(pairs, LotFilters(), after=pages[-1].after))
        back = page_of_lots(pairs, LotFilters(), before=pages[2].before)
    assert [len(page.rows) for page in pages] == [25, 25, 10]
    assert len({row.lot.pk for page in pages for row in page.rows}) == 60
    assert [row.lot.pk for row in back.rows] == [row.lot.pk for row in pages[1].rows]
    assert (pages[0].before, pages[2].after) == ("", "")
    assert back.before != ""


def test_going_back_to_the_first_page_ends_there(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), [f"KB-{i:03}" for i in range(30)])
    with scope.opened(world.clerk):
        pairs = list(partnerships())
        second = page_of_lots(pairs, LotFilters(), after=page_of_lots(pairs, LotFilters()).after)
        first = page_of_lots(pairs, LotFilters(), before=second.before)
    assert [row.lot.number for row in first.rows] == [f"KB-{i:03}" for i in range(29, 4, -1)]
    assert (first.before, second.after) == ("", "")


@pytest.mark.parametrize("place", ["nonsense", "2026-03-02T08:00:00~x", "2026-03-02T08:00:00~" + "0" * 32, "~", "\x00"])
def test_an_address_that_cannot_be_read_starts_at_the_top(world: World, place: str) -> None:
    lots_of(world, product_of(world.alder_keystone), ["KB-1", "KB-2"])
    assert numbers(world, LotFilters(), after=place) == ["KB-2", "KB-1"]


def test_each_filter_shows_exactly_what_it_says(world: World) -> None:
    magnesium = product_of(world.alder_keystone)
    zinc = product_of(world.blue_keystone, "ZN-30", "Zinc Picolinate")
    lots_of(world, magnesium, ["KB-1", "KB-10", "kb-1"])
    lots_of(world, zinc, ["KB-2"])
    assert numbers(world, LotFilters(number="KB-1")) == ["KB-10", "KB-1"]
    assert numbers(world, LotFilters(number="KB%")) == []
    assert numbers(world, LotFilters(product_id=zinc.pk)) == ["KB-2"]
    assert numbers(world, LotFilters(partner_id=world.blue_mesa.pk)) == ["KB-2"]
    assert numbers(world, LotFilters(partner_id=world.keystone.pk, number="KB-2")) == ["KB-2"]
    assert numbers(world, LotFilters(states=("planned",), number="kb")) == ["kb-1"]
    assert numbers(world, LotFilters(states=("released",))) == []


@pytest.mark.lot(until="planned")
def test_blocked_means_made_and_kept_back(world: World, shop: Shop, lot: Lot) -> None:
    waiting = make_lot(shop, "KB-2", until="pack_pending")
    released = make_lot(shop, "KB-3", until="released")
    assert numbers(world, LotFilters(blocked=True)) == ["KB-2"]
    assert numbers(world, LotFilters(label_version_id=released.label_version_id, states=("released",))) == ["KB-3"]
    with scope.opened(world.clerk):
        rows = {row.lot.number: row for row in page_of_lots(list(partnerships()), LotFilters()).rows}
    assert rows["KB-2"].blocked_by == (
        "CMO quality has not released the batch on this pack (21 CFR 111.123(a)(8)). And 3 more."
    )
    assert (rows["KB-1"].blocked_by, rows["KB-3"].blocked_by) == ("", "")
    assert rows["KB-2"].clock is not None
    assert rows["KB-2"].clock.lot_id == waiting.pk
    assert rows["KB-1"].clock is None


def test_a_sponsor_sees_its_own_lots_only(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), ["KB-1"])
    lots_of(world, product_of(world.blue_keystone), ["KB-2"])
    with scope.opened(world.reviewer):
        pairs = list(partnerships())
        rows = page_of_lots(pairs, LotFilters()).rows
        names = [company.name for company in partners_of(pairs, world.alder.pk)]
    assert ([row.lot.number for row in rows], names) == (["KB-1"], ["Keystone Blending Co."])
    with scope.opened(world.other_sponsor):
        stolen = page_of_lots([world.alder_keystone], LotFilters())
    assert stolen.rows == []


def test_the_export_is_the_whole_list_in_its_order(world: World) -> None:
    lots_of(world, product_of(world.alder_keystone), [f"KB-{i:04}" for i in range(1200)])
    with scope.opened(world.clerk):
        cells = [row[0] for row in exported_rows(list(partnerships()), LotFilters(number="KB-"))]
    assert cells == [f"KB-{i:04}" for i in range(1199, -1, -1)]
    assert MOST_EXPORTED == 10_000
