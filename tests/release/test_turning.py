"""A late pack or a signal turns the next lots to the sponsor, by the lots' own clause, until its head lifts it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from clocks import actions as clocks
from clocks.models import InboxItem, Notice
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot, LotGate
from parties.states import CMO_PERMISSIONS, OWN_PERMISSIONS, SPONSOR_PERMISSIONS
from release.actions import lift_override
from release.models import Disposition, PatternOverride
from release.queries import differences, facts_of, panel_of
from release.wording import pattern_words
from tests.clocks.started import start_clock
from tests.factories.agreed_clauses import ClauseDraft, clauses
from tests.factories.keys import keyed
from tests.factories.walked import AT, Shop, make_lot, make_shop, release_by_cmo, reload
from tests.factories.world import World
from tests.quality_events.reported import report
from tests.workspace.visiting import visitor

DUE = AT + timedelta(days=1, hours=72)
LATER = AT + timedelta(days=5)
CLAUSE = "QA-ALD-KEY-01 v2 cl. 3.1"
LATE = "CMO release with oversight → sponsor release, because the evidence pack of lot KB-1 is late"


def shop_with(world: World, **stated: Any) -> Shop:
    """The CMO releases; `stated` is what its release clause says besides."""
    pattern = {"pattern": "cmo_release", "post_review_days": 10, **stated}
    release, *others = clauses("cmo_release")
    return make_shop(world, stated=[ClauseDraft(release.number, release.kind, release.title, pattern), *others])


def standing(world: World) -> list[tuple[str, str, str]]:
    with scope.opened(world.clerk):
        return list(PatternOverride.objects.order_by("pk").values_list("cause", "because", "clause"))


def state_of(lot: Lot) -> str:
    return reload(lot).state


def only(world: World) -> PatternOverride:
    with scope.opened(world.clerk):
        return PatternOverride.objects.get()


def lift(world: World, by: Actor, reason: str = "The CMO hired a second records clerk.") -> PatternOverride:
    row = only(world)
    with scope.opened(by):
        return lift_override(override_id=row.pk, by=by, reason=reason, at=LATER)


def test_an_overdue_pack_turns_the_next_lots_until_it_is_lifted(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    before = make_lot(shop, "KB-0", until="pack_pending")
    release_by_cmo(shop, before, at=AT + timedelta(days=3))
    make_lot(shop, "KB-1", until="completed")
    waiting, after = (make_lot(shop, number, until="pack_pending") for number in ("KB-2", "KB-3"))
    with scope.opened(world.clerk):  # a planted pack meets no deadline
        in_time = [before.pk, waiting.pk, after.pk]
        clocks.meet_all(rule="evidence.hand_off", subject_ids=in_time, by=world.clerk, at=DUE)
    clocks.fire_due(at=DUE - timedelta(microseconds=1))
    assert standing(world) == []
    clocks.fire_due(at=DUE)
    assert standing(world) == [("late_pack", "the evidence pack of lot KB-1 is late", CLAUSE)]
    release_by_cmo(shop, waiting, at=LATER)
    assert (state_of(before), state_of(waiting)) == ("released", "sponsor_review")
    with scope.opened(world.clerk):
        panel = panel_of(waiting.pk, LATER)
        assert pattern_words(panel.verdict.route) == f"{LATE} ({CLAUSE})"
        assert [r.code for r in panel.unmet] == ["pack_accepted", "sponsor_release"]
        assert Disposition.objects.get(lot=waiting, stage="packaged_lot").turned_by_id == only(world).pk
        assert LotGate.objects.get(lot=before).ok
    lift(world, world.head)
    release_by_cmo(shop, after, at=LATER + timedelta(hours=1))
    assert (state_of(waiting), state_of(after)) == ("sponsor_review", "released")
    with scope.opened(world.clerk):
        assert panel_of(waiting.pk, LATER).verdict.route.needs_sponsor
        assert differences([before.pk, waiting.pk, after.pk], LATER) == []


def test_without_the_words_in_the_clause_nothing_turns(world: World) -> None:
    shop = shop_with(world)
    late = make_lot(shop, "KB-1", until="completed")
    clocks.fire_due(at=DUE)
    report(shop, late, classification="critical")
    assert standing(world) == []


def test_another_deadline_turns_nothing(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    lot = make_lot(shop, "KB-1", until="completed")
    with scope.opened(world.clerk):
        clocks.cancel(rule="evidence.hand_off", subject_id=lot.pk, reason="not owed", by=world.clerk, at=AT)
    start_clock(world, rule="evidence.review", subject_id=lot.pk)
    clocks.fire_due(at=DUE)
    assert standing(world) == []


def test_a_second_late_pack_adds_nothing_and_tells_nobody_again(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    for number in ("KB-1", "KB-2"):
        make_lot(shop, number, until="completed")
    clocks.fire_due(at=DUE)
    assert len(standing(world)) == 1
    with scope.opened(world.head):
        assert InboxItem.objects.filter(key__startswith="override/", done_at=None).count() == 1
        assert Notice.objects.filter(key=f"override/{only(world).pk}/turned").count() == 2


def test_a_pack_that_comes_late_before_any_sweep_turns_the_lots_too(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    lot = make_lot(shop, "KB-1", until="completed")
    with scope.opened(world.clerk):
        clocks.meet(rule="evidence.hand_off", subject_id=lot.pk, by=world.clerk, at=DUE + timedelta(seconds=1))
    assert standing(world) == [("late_pack", "the evidence pack of lot KB-1 is late", CLAUSE)]
    clocks.fire_due(at=LATER)
    assert len(standing(world)) == 1


def test_a_pack_in_time_turns_nothing(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    lot = make_lot(shop, "KB-1", until="completed")
    with scope.opened(world.clerk):
        clocks.meet(rule="evidence.hand_off", subject_id=lot.pk, by=world.clerk, at=DUE)
    assert standing(world) == []


@pytest.mark.parametrize(
    ("lowest", "classification", "is_turned"),
    [
        ("major", "minor", False),
        ("major", "major", True),
        ("major", "critical", True),
        ("critical", "major", False),
        ("critical", "critical", True),
    ],
)
def test_an_event_of_the_clauses_class_turns_the_next_lots(
    world: World, lowest: str, classification: str, *, is_turned: bool
) -> None:
    shop = shop_with(world, signal_turns=lowest)
    hit, other = (make_lot(shop, number, until="pack_pending") for number in ("KB-1", "KB-2"))
    event = report(shop, hit, classification=classification)
    wanted = [("signal", f"{event.number} ({classification}) was reported", CLAUSE)] if is_turned else []
    assert standing(world) == wanted
    release_by_cmo(shop, other, at=LATER)
    assert state_of(other) == ("sponsor_review" if is_turned else "released")


def test_only_the_sponsors_head_lifts_it_once_and_with_a_reason(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    make_lot(shop, "KB-1", until="completed")
    clocks.fire_due(at=DUE)
    for by in (world.reviewer, world.cmo_qa, world.clerk):
        with pytest.raises(Forbidden):
            lift(world, by)
    with pytest.raises(Refused, match="reason"):
        lift(world, world.head, " ")
    lifted = lift(world, world.head)
    assert (lifted.lifted_by_id, lifted.lifted_at) == (world.head.person_id, LATER)
    with pytest.raises(Refused, match="lifted already"):
        lift(world, world.head)
    with scope.opened(world.head):
        assert not InboxItem.objects.filter(key=f"override/{lifted.pk}", done_at=None).exists()


def test_who_may_lift_is_the_head_alone() -> None:
    tables = (SPONSOR_PERMISSIONS, CMO_PERMISSIONS, OWN_PERMISSIONS)
    assert [role for table in tables for role, held in table.items() if "release.lift" in held] == ["SQH"]


def test_the_database_keeps_one_standing_cause_a_group_and_who_lifted_it(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    make_lot(shop, "KB-1", until="completed")
    clocks.fire_due(at=DUE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname = 'override_lifted_by_somebody'")
        assert cursor.fetchone()
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'one_standing_override_per_cause'")
        (found,) = cursor.fetchone()
    assert found.startswith("CREATE UNIQUE INDEX")
    with scope.opened(world.clerk):
        assert PatternOverride.history.get().history_change_reason == (
            "turned to sponsor release: the evidence pack of lot KB-1 is late"
        )


def test_every_role_reads_the_same_facts(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    make_lot(shop, "KB-1", until="completed")
    other = make_lot(shop, "KB-2", until="pack_pending")
    clocks.fire_due(at=DUE)
    seen = []
    for by in (world.clerk, world.cmo_qa, world.reviewer, world.head):
        with scope.opened(by):
            seen.append(facts_of([other.pk])[other.pk].turned)
    assert [turned[0].because for turned in seen] == ["the evidence pack of lot KB-1 is late"] * 4


def test_the_pages_show_it_and_lift_it(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    make_lot(shop, "KB-1", until="completed")
    other = make_lot(shop, "KB-2", until="pack_pending")
    clocks.fire_due(at=DUE)
    row, head, clerk = only(world), visitor(world.head), visitor(world.clerk)
    because = "the evidence pack of lot KB-1 is late"
    for address in (f"/lots/{other.pk}/", "/lots/turned/", f"/partners/{shop.partnership.pk}/"):
        assert because in clerk.get(address).content.decode(), address
    page = f"/lots/turned/{row.pk}/"
    assert "Give the release back" not in clerk.get(page).content.decode()
    assert clerk.post(page, {"reason": "please"}).status_code == 403
    assert "Give the release back" in head.get(page).content.decode()
    assert head.post(page, {"reason": "Second clerk hired."}).status_code == 302
    assert "Second clerk hired." in clerk.get(page).content.decode()
    assert visitor(world.other_sponsor).get(page).status_code == 404


def test_the_api_lists_and_lifts_it(world: World) -> None:
    shop = shop_with(world, late_pack_turns=True)
    make_lot(shop, "KB-1", until="completed")
    clocks.fire_due(at=DUE)
    head, row = keyed(world, "head.qa@alderpine.example"), only(world)
    (listed,) = head.get("/api/v1/overrides/").json()["results"]
    assert (listed["id"], listed["cause"], listed["lifted_at"]) == (str(row.pk), "late_pack", None)
    lifted = head.post(f"/api/v1/overrides/{row.pk}/lift/", {"reason": "Second clerk."}, "application/json").json()
    assert (lifted["lift_reason"], lifted["lifted_by"]) == ("Second clerk.", "Helen Okafor")
