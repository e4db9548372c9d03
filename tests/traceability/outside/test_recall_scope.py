"""A recall scope: every lot and direct account that a component lot reached, in one partnership, as of one moment."""

from decimal import Decimal
from typing import Any

import pytest

from kernel import scope
from kernel.scope import Actor
from lots.actions import place_hold
from lots.models import Disclosure
from records.reports import Report
from tests.factories.walked import AT, Shop, make_consignee, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor
from traceability.outside.recall_scope import recall_scope, scope_hash

SHIPPED = {"ship_from": "Dock 4", "carrier": "Intermountain"}


@pytest.fixture
def shown(world: World, shop: Shop) -> Disclosure:
    """Two released lots; the first one went to two accounts and is on hold."""
    lots = [make_lot(shop, number, until="released") for number in ("KB-1", "KB-2")]
    client = visitor(world.clerk)
    for number, name in enumerate(("Harbor Health DC", "Acorn Stores"), start=1):
        account = make_consignee(shop, name)
        given = {**SHIPPED, "consignee": account.pk, "reference": f"PO-{number}", "quantity": str(number * 100)}
        assert client.post(f"/lots/{lots[0].pk}/ship/", given).status_code == 302
    with scope.opened(world.reviewer):
        place_hold(lot_id=lots[0].pk, by=world.reviewer, reason="smell", at=AT)
        return Disclosure.objects.select_related("component_lot").get(component_lot__number="C-26-0412")


def of(by: Actor, shown: Disclosure) -> Report:
    with scope.opened(by):
        return recall_scope(shown.pk, AT)


def rows(report: Report, name: str) -> tuple[Any, ...]:
    return next(section.rows for section in report.sections if section.name == name)


def test_it_names_lots_accounts_and_quantities(world: World, shown: Disclosure) -> None:
    report = of(world.reviewer, shown)
    assert (report.number, report.state, report.tone) == ("C-26-0412", "2 lots, 2 direct accounts", "bad")
    first, second = rows(report, "lots")
    made = first.made
    assert (first.number, first.shipped, first.not_shipped, first.holds) == ("KB-1", Decimal(300), made - 300, 1)
    assert (second.number, second.shipped, second.not_shipped, second.holds) == ("KB-2", Decimal(0), second.made, 0)
    assert [(row.name, row.lots, row.received, row.contact) for row in rows(report, "consignees")] == [
        ("Acorn Stores", ("KB-1",), ("200 bottle",), "recall@harbor.example"),
        ("Harbor Health DC", ("KB-1",), ("100 bottle",), "recall@harbor.example"),
    ]
    assert [(row.reference, row.quantity) for row in rows(report, "shipments")] == [
        ("PO-1", Decimal(100)), ("PO-2", Decimal(200))
    ]  # fmt: skip
    facts = {fact.label: fact.value for fact in report.facts}
    assert (facts["Supplier's lot"], facts["Data as of"]) == (shown.component_lot.supplier_lot, AT)


def test_both_companies_read_the_same_scope_and_a_stranger_none(world: World, shown: Disclosure) -> None:
    ours, theirs = (of(by, shown) for by in (world.reviewer, world.clerk))
    assert scope_hash(ours.sections) == scope_hash(theirs.sections) == ours.facts[-1].value
    with pytest.raises(Disclosure.DoesNotExist):
        of(world.other_sponsor, shown)


def test_another_reach_is_another_hash(world: World, shop: Shop, shown: Disclosure) -> None:
    before = scope_hash(of(world.reviewer, shown).sections)
    make_lot(shop, "KB-3", until="released")
    after = of(world.reviewer, shown)
    assert after.state == "3 lots, 2 direct accounts"
    assert scope_hash(after.sections) != before


@pytest.mark.usefixtures("world")
def test_what_reached_nobody_says_so(world: World, shop: Shop) -> None:
    make_lot(shop, "KB-1", until="pack_pending")
    with scope.opened(world.reviewer):
        disclosed = Disclosure.objects.first()
    if disclosed is None:
        pytest.fail("a lot whose pack was handed over discloses its component lots")
    report = of(world.reviewer, disclosed)
    assert (report.state, report.tone) == ("1 lot, 0 direct accounts", "wait")
    assert rows(report, "consignees") == ()


def test_the_trace_page_offers_the_signed_scope(world: World, shown: Disclosure) -> None:
    page = visitor(world.reviewer).get("/trace/", {"number": "C-26-0412"}).content.decode()
    assert f'action="/reports/recall_scope/{shown.pk}/ask/"' in page
    assert f'href="/history/recall_scope/{shown.pk}/"' in page
