"""What was counted of a released lot: recorded whatever it adds up to, judged by R604 and R605 as of the count."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from tests.factories.browsers import browser
from tests.factories.walked import AT, Shop, make_consignee
from tests.factories.world import World
from tests.quality_events.returned import receive
from traceability.actions import count_stock, ship
from traceability.models import StockCount
from traceability.queries import stock_of

NOON = AT + timedelta(days=8)
RELEASED = pytest.mark.lot(until="released")  # 4,942 bottles


def _count(
    by: Actor, lot: Lot, *, counted_at: datetime = NOON, at: datetime | None = None, **amounts: str
) -> StockCount:
    given = {"on_hand": "4942", "sampled": "0", "destroyed": "0"} | amounts
    with scope.opened(by):
        return count_stock(
            lot_id=lot.pk, place="Dock 4", counted_at=counted_at, by=by, reason="",
            at=at or counted_at + timedelta(hours=1),
            **{name: Decimal(amount) for name, amount in given.items()},
        )  # fmt: skip


def _said(count: StockCount) -> list[tuple[str, str]]:
    return [(verdict["rule"], verdict["outcome"]) for verdict in count.verdicts]


@RELEASED
def test_what_adds_up_passes_and_what_does_not_says_its_cure(world: World, lot: Lot) -> None:
    good = _count(world.clerk, lot, on_hand="4900", sampled="30", destroyed="12")
    assert _said(good) == [("R604", "pass"), ("R605", "fail")]
    short = _count(world.clerk, lot, on_hand="4899", sampled="30", destroyed="12")
    assert short.verdicts[0]["sentence"] == "4942 bottle released, 4941 bottle accounted for."
    assert short.verdicts[0]["cure"].startswith("SSC or 3PL: Count the stock, and report an event")
    assert short.verdicts[1]["sentence"] == "Not judged: a warehouse or carrier feed is not recorded."


@RELEASED
def test_shipments_and_returns_count_as_of_the_count(world: World, shop: Shop, lot: Lot) -> None:
    consignee, by = make_consignee(shop), world.clerk
    for reference, days in (("ASN-1", 6), ("ASN-2", 9)):  # the second leaves after the count
        with scope.opened(by):
            ship(
                lot_id=lot.pk, consignee_id=consignee.pk, quantity=Decimal(100), reference=reference,
                ship_from="Dock 4", carrier="", by=by, reason="", at=AT + timedelta(days=days),
            )  # fmt: skip
    assert _said(_count(by, lot, on_hand="4842"))[0] == ("R604", "pass")
    back = receive(shop, lot)
    later = _count(by, lot, on_hand="4742", counted_at=back.received_at)
    assert _said(later)[0] == ("R604", "pass")  # what came back had left once: it is counted once


@RELEASED
def test_without_a_count_the_rules_say_what_is_missing(world: World, lot: Lot) -> None:
    with scope.opened(world.reviewer):
        stock = stock_of(lot)
    assert stock.count is None
    assert [(v["rule"], v["outcome"]) for v in stock.verdicts] == [("R604", "fail"), ("R605", "fail")]
    assert "the quantity on hand" in stock.verdicts[0]["sentence"]


@pytest.mark.lot(until="completed")
def test_nothing_is_counted_of_what_was_not_released(world: World, lot: Lot) -> None:
    with pytest.raises(Refused, match="Nothing of lot KB-1 has been released: there is nothing to count"):
        _count(world.clerk, lot)
    with scope.opened(world.reviewer):
        assert stock_of(lot).verdicts == []


@RELEASED
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"destroyed": "-1"}, "A count is zero or more"),
        ({"at": NOON - timedelta(seconds=1)}, "would lie in the future"),
    ],
)
def test_a_count_can_be(world: World, lot: Lot, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        _count(world.clerk, lot, **given)


@RELEASED
def test_who_does_not_count_is_refused(world: World, lot: Lot) -> None:
    with pytest.raises(Forbidden):
        _count(world.reviewer, lot)


@RELEASED
def test_counted_on_the_page_and_shown_on_the_lot(world: World, lot: Lot) -> None:
    clerk = browser(world, "clerk@keystone.example")
    page = f"{lot.get_absolute_url()}shipments/"
    assert "Record a count" in clerk.get(page).content.decode()
    typed = {"on_hand": "4941", "sampled": "1", "destroyed": "0", "place": "Dock 4", "counted_at": "2026-11-01T12:00"}
    assert clerk.post(f"/lots/{lot.pk}/stock/", typed).url == page
    shown = browser(world, "qa@alderpine.example").get(page).content.decode()
    assert "4942 bottle released, 4942 bottle accounted for." in shown
    assert "Not judged: a warehouse or carrier feed is not recorded." in shown
    assert "Record a count" not in shown
