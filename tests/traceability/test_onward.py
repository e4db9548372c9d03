"""Where goods went on to is the sponsor's alone; the same line is the same fact; unknown lots are kept as they are."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from tests.factories.keys import keyed
from tests.factories.walked import AT
from tests.factories.world import World
from traceability.actions import record_onward, save_list_profile
from traceability.actions.onward import Recorded
from traceability.lists import OnwardLine, Profile
from traceability.models import DirectAccount, ListProfile, OnwardShipment
from traceability.queries.scope import scope_of
from traceability.scoping.question import Question

LATER = AT + timedelta(days=20)
LINE = OnwardLine(
    "1", "KB-1", Decimal(40), LATER - timedelta(days=1), "SO-1", "Harbor Health", "MG-120", account_number="C-7",
    gln="4012345000115", sscc="040123450000003338", contact="recall@harbor.example",
)  # fmt: skip
PLANNED = pytest.mark.lot(until="planned")


def hand_in(by: Actor, *lines: OnwardLine, source: str = "Wasatch", **given: Any) -> list[Recorded]:
    with scope.opened(by):
        return record_onward(source=source, lines=lines, by=by, reason="", at=LATER, **given)


def code(lot: Lot) -> str:
    return str(lot.product.code)


@PLANNED
def test_a_line_is_kept_with_its_lot_and_its_account(world: World, lot: Lot) -> None:
    (found,) = hand_in(world.head, replace(LINE, product=code(lot)))
    assert (found.is_new, found.because, found.row.lot_id) == (True, "", lot.pk)
    with scope.opened(world.head):
        row = OnwardShipment.objects.select_related("account").get()
        assert (row.account.name, row.account.number, row.account.gln) == ("Harbor Health", "C-7", "4012345000115")
        assert (row.sscc, row.quantity, row.reference) == ("040123450000003338", 40, "SO-1")
    for stranger in (world.clerk, world.cmo_qa, world.other_sponsor):
        with scope.opened(stranger):
            assert not OnwardShipment.objects.exists()
            assert not DirectAccount.objects.exists()


@PLANNED
def test_again_changes_nothing_and_never_says_anything_else(world: World, lot: Lot) -> None:
    line = replace(LINE, product=code(lot))
    (first,) = hand_in(world.head, line)
    again, other = hand_in(world.head, line, replace(line, line="2", account="HARBOR HEALTH", account_number=""))
    assert (again.row.pk, again.is_new, other.is_new) == (first.row.pk, False, True)
    assert other.row.account_id == first.row.account_id
    with pytest.raises(Refused, match="said something else") as refused:
        hand_in(world.head, replace(line, quantity=Decimal(41)))
    assert refused.value.code == "line-differs"


@PLANNED
def test_lots_that_nobody_knows_are_kept_as_their_own(world: World, lot: Lot) -> None:
    found = hand_in(
        world.head, replace(LINE, line="1", lot="KB-9", product=""), replace(LINE, line="2", lot=""),
        replace(LINE, line="3", product="OTHER"), replace(LINE, line="4", product=""),
    )  # fmt: skip
    assert [one.because for one in found] == [
        "No lot KB-9 is on record.", "The line names no lot.", "No lot KB-1 of OTHER is on record.", "",
    ]  # fmt: skip
    assert [one.row.lot_id for one in found] == [None, None, None, lot.pk]
    with scope.opened(world.head):
        assert (OnwardShipment.objects.count(), DirectAccount.objects.count()) == (4, 1)


@PLANNED
def test_a_recalls_scope_names_direct_accounts_to_the_sponsor_alone(world: World, lot: Lot) -> None:
    hand_in(
        world.head, replace(LINE, product=code(lot)), replace(LINE, line="2", product=code(lot), quantity=Decimal(2))
    )

    def accounts(by: Actor, known_at: datetime | None = None) -> list[Any]:
        with scope.opened(by):
            found = scope_of(Question(lots=(lot.pk,)), known_at).accounts
            return [(account.name, account.contact, account.lots, account.quantities) for account in found]

    expected = [("Harbor Health", "recall@harbor.example", ("KB-1",), ((Decimal(42), lot.unit),))]
    assert accounts(world.reviewer) == accounts(world.reviewer, LATER) == expected
    assert accounts(world.reviewer, LATER - timedelta(seconds=1)) == []
    assert accounts(world.clerk) == []


def test_a_trial_keeps_nothing(world: World) -> None:
    (found,) = hand_in(world.head, LINE, is_trial=True)
    assert found.because == "No lot KB-1 of MG-120 is on record."
    with scope.opened(world.head):
        assert (OnwardShipment.objects.count(), DirectAccount.objects.count()) == (0, 0)


def test_one_name_is_not_two_accounts(world: World) -> None:
    hand_in(world.head, LINE)
    with pytest.raises(Refused, match="has the number C-7, not C-8"):
        hand_in(world.head, replace(LINE, line="2", account_number="C-8"))


@pytest.mark.parametrize(
    ("lines", "source", "sentence"),
    [
        ([LINE], " ", "Give the list’s name"),
        ([LINE], "x" * 81, "Give the list’s name"),
        ([], "Wasatch", "at least one shipment"),
        ([LINE, LINE], "Wasatch", "stands in the list twice"),
        ([replace(LINE, line="")], "Wasatch", "has no number"),
        ([replace(LINE, gln="4012345000116")], "Wasatch", "is not 13 digits"),
        ([replace(LINE, shipped_at=LATER + timedelta(seconds=1))], "Wasatch", "lies in the future"),
    ],
)
def test_a_list_that_cannot_be(world: World, lines: list[OnwardLine], source: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        hand_in(world.head, *lines, source=source)
    hand_in(world.head, replace(LINE, shipped_at=LATER), source="x" * 80)


def test_who_may(world: World) -> None:
    for by in (world.clerk, world.reviewer):
        with pytest.raises(Forbidden, match="where goods went on to"):
            hand_in(by, LINE)


def test_a_profile_is_kept_in_versions(world: World) -> None:
    columns = {name: name for name in ("lot", "quantity", "shipped_at", "reference", "account")}

    def save(**given: Any) -> ListProfile:
        with scope.opened(world.head):
            return save_list_profile(
                source="Wasatch", profile=Profile(columns=columns, **given), by=world.head, at=LATER
            )

    first, again, second = save(), save(), save(day_order="mdy")
    assert (first.version, again.pk, second.version) == (1, first.pk, 2)


@PLANNED
def test_over_the_api(world: World, lot: Lot) -> None:
    head, clerk = keyed(world, "head.qa@alderpine.example"), keyed(world, "clerk@keystone.example")
    line = {
        "line": "1", "lot": "KB-1", "quantity": "40", "shipped_at": LINE.shipped_at.isoformat(), "reference": "SO-1",
        "account": "Harbor Health",
    }  # fmt: skip
    given = {"source": "Wasatch", "lines": [line]}
    address = "/api/v1/onward-shipments/"
    tried = head.post(f"{address}?trial=true", given, content_type="application/json")
    assert (tried.status_code, head.get(address).json()["results"]) == (200, [])
    made = head.post(address, given, content_type="application/json")
    assert (made.status_code, made.json()[0]["lot"]) == (201, str(lot.pk))
    assert [row["account_name"] for row in head.get(f"{address}?lot={lot.pk}").json()["results"]] == ["Harbor Health"]
    assert head.get(f"{address}?lot={world.alder.pk}").json()["results"] == []
    assert clerk.get(address).json()["results"] == []
    assert clerk.post(address, given, content_type="application/json").status_code == 403
