"""Each settled gate is compared with the live function; one that stands open against the facts is an incident."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from clocks.actions import record_heartbeat
from kernel import scope
from kernel.clock import now
from kernel.history import acting
from lots.models import Hold, Lot, LotGate
from records.models import Refusal
from release.actions.comparing import FIRST, compare_page
from release.tasks import compare_gates
from tests.factories.walked import Shop


def gate(shop: Shop, lot: Lot, **changed: Any) -> LotGate:
    """The gate as it stands; with `changed`, after somebody wrote past the arrangement."""
    with scope.opened(shop.world.clerk):
        if changed:
            LotGate.objects.filter(lot=lot).update(**changed)
        return LotGate.objects.get(lot=lot)


def incidents(shop: Shop) -> list[tuple[str, str]]:
    with scope.opened(shop.world.clerk):
        return list(Refusal.objects.filter(code="gate-differs").values_list("action", "sentence"))


def readiness() -> dict[str, Any]:
    checks: dict[str, Any] = Client().get("/readyz").json()["checks"]
    found: dict[str, Any] = checks["gates"]
    return found


@pytest.mark.lot(until="released")
def test_gates_as_the_facts_say_are_no_incident(shop: Shop, lot: Lot) -> None:
    before = gate(shop, lot)
    assert compare_gates() == 1
    assert (incidents(shop), gate(shop, lot).version) == ([], before.version)
    assert readiness()["ok"]


@pytest.mark.lot(until="released")
def test_a_fact_written_past_the_block_is_found_and_the_gate_shut(shop: Shop, lot: Lot) -> None:
    by, at = shop.world.reviewer, now()
    with scope.opened(by), acting(by=by, reason="past the block", at=at):
        Hold.objects.create(
            partnership=shop.partnership, sponsor=shop.world.alder, lot=lot, organisation=shop.world.alder,
            authority=["SQA"], review_on=at.date(), reason="glass", placed_by_id=by.person_id, placed_at=at,
        )  # fmt: skip
    assert gate(shop, lot).ok
    compare_gates()
    assert incidents(shop) == [
        (
            "release.tasks.compare_gates",
            "The gate of lot KB-1 stood open for 4942 bottles; by the facts it is shut. It was settled again.",
        )
    ]
    assert not gate(shop, lot).ok
    assert not readiness()["ok"]
    compare_gates()
    assert (len(incidents(shop)), readiness()["ok"]) == (1, True)


@pytest.mark.lot(until="released")
def test_more_than_the_facts_allow_is_an_incident_too(shop: Shop, lot: Lot) -> None:
    gate(shop, lot, open_qty=Decimal(4943))
    compare_gates()
    assert [sentence.partition(";")[2] for _, sentence in incidents(shop)] == [
        " by the facts it is for less. It was settled again."
    ]
    assert gate(shop, lot).open_qty == Decimal(4942)


@pytest.mark.lot(until="released")
def test_a_gate_that_stands_shut_is_only_settled(shop: Shop, lot: Lot) -> None:
    gate(shop, lot, ok=False, open_qty=0)
    compare_gates()
    assert (incidents(shop), gate(shop, lot).ok) == ([], True)


@pytest.mark.lot(until="released", lots=3)
def test_page_by_page_each_gate_once(shop: Shop, lots: list[Lot]) -> None:
    keys, last = [], FIRST
    while (found := compare_page(after=last, limit=2)) is not None:
        keys.append(found)
        last = found
    ordered = sorted(lot.pk for lot in lots)
    assert keys == [ordered[1], ordered[2]]


def test_an_old_incident_counts_until_a_night_without(db: None) -> None:
    record_heartbeat(name="gates_compared", at=now() - timedelta(hours=2))
    record_heartbeat(name="gates_differed", at=now() - timedelta(hours=1))
    assert readiness()["ok"] is False
    compare_gates()
    assert readiness()["ok"]
