"""A CMO is qualified by its sponsor; the gates follow at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from clocks.models import Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from parties.models import Partnership, Qualification
from parties.queries import qualification_on
from performance.actions import qualify
from tests.factories.world import World

AT = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)


def record(world: World, by: Actor | None = None, **changed: Any) -> Qualification:
    given: dict[str, Any] = {
        "partnership_id": world.alder_keystone.pk, "scope": "capsules, Plant 1", "status": "qualified",
        "valid_from": date(2026, 3, 1), "valid_until": date(2028, 3, 1), "conditions": "", "reason": "audit passed",
    }  # fmt: skip
    by = by or world.head
    with scope.opened(by):
        return qualify(**(given | changed), by=by, at=AT)


def test_the_sponsor_qualifies_for_a_scope_and_a_time(world: World) -> None:
    row = record(world)
    with scope.opened(world.clerk):
        assert qualification_on(row.partnership_id, date(2026, 2, 28)) is None
        assert qualification_on(row.partnership_id, date(2026, 3, 1)) == row
        assert qualification_on(row.partnership_id, date(2028, 2, 29)) == row
        assert qualification_on(row.partnership_id, date(2028, 3, 1)) is None
        assert [n.recipient.name for n in Notice.objects.select_related("recipient")] == ["Quentin Abbot"]
        assert row.history.get().history_change_reason == "audit passed"


def test_the_newest_start_decides(world: World) -> None:
    record(world)
    suspended = record(world, status="suspended", valid_from=date(2026, 3, 10), reason="metal found")
    with scope.opened(world.clerk):
        assert qualification_on(suspended.partnership_id, date(2026, 3, 10)) == suspended


def test_a_suspension_that_would_end_by_itself_is_refused(world: World) -> None:
    record(world, valid_from=date(2026, 6, 1))
    with pytest.raises(Refused) as caught:
        record(world, status="suspended", valid_from=date(2026, 5, 31))
    assert caught.value.sentence == (
        "A qualification from 2026-06-01 on is recorded already. Start on that day or later."
    )
    assert record(world, status="suspended", valid_from=date(2026, 6, 1)).status == "suspended"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"scope": " "}, "Say what the CMO is qualified for."),
        ({"status": "loved"}, "“loved” is not a qualification status."),
        ({"valid_until": date(2026, 3, 1)}, "The qualification would end before it begins."),
        (
            {"valid_until": date(2029, 3, 4)},
            "A qualification lasts three years at most. Choose an earlier end.",
        ),
        ({"status": "conditional"}, "A conditional qualification names its conditions."),
        ({"reason": " "}, "Give a reason."),
    ],
)
def test_what_is_not_recorded(world: World, changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        record(world, **changed)
    assert caught.value.sentence == sentence
    with scope.opened(world.head):
        assert Qualification.objects.count() == 0


def test_three_years_are_allowed(world: World) -> None:
    assert record(world, valid_until=date(2029, 3, 3)).valid_until == date(2029, 3, 3)
    assert record(world, status="conditional", conditions="tablets after re-audit").conditions


@pytest.mark.parametrize("email", ["qa@alderpine.example", "qa@keystone.example", "clerk@keystone.example"])
def test_nobody_else_qualifies(world: World, email: str) -> None:
    with pytest.raises(Forbidden, match="Your role does not allow you to qualify a CMO"):
        record(world, by=world.actors[email])


def test_strangers_do_not_find_the_partnership(world: World) -> None:
    with pytest.raises(Partnership.DoesNotExist):
        record(world, by=world.other_sponsor)


@pytest.mark.lot(until="completed")
def test_the_gates_of_open_lots_are_settled_anew(world: World, lot: Lot) -> None:
    record(world, status="suspended", valid_from=date(2026, 3, 10), reason="metal found")
    with scope.opened(world.clerk):
        before = lot.gate.version
        lot.gate.refresh_from_db()
        assert lot.gate.version > before
        assert lot.gate.settled
        codes = {reason["code"] for reason in lot.gate.reasons}
    assert any("qualif" in code for code in codes), codes
