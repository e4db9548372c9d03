"""Limits of a trend: computed from the product's own results, locked by the sponsor, moved by nothing else."""

from decimal import Decimal
from typing import Any

import pytest

from clocks.models import InboxItem
from evidence.actions.trends import lock_limits, propose_limits, withdraw_limits
from evidence.content import trend_content
from evidence.models import RuleVerdict, TrendLimits
from evidence.pack.format import Pack as StatedPack
from evidence.pack.tolerance import trend_figures
from evidence.pack.values import read_result
from evidence.states import TREND, TrendState
from evidence.trend_points import points_of, product_tests
from kernel import clock, scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from masters.models import Product
from records.content import content_hash
from records.models import Signature
from tests.evidence.scene import SUBMITTED, Scene, stated
from tests.factories.signing import proof

ASSAY = "ASSAY-MG"
SERIES = tuple(str(126 + Decimal(place % 5) / 2) for place in range(20))
"""126 to 128 mg, over and over; their limits hold the pack's own 127.4."""


def with_assays(values: tuple[str, ...], pack: StatedPack | None = None) -> StatedPack:
    """The pack with these results of the assay in place of its own."""
    pack = pack or stated()
    rows = pack.laboratory.results
    assay = next(row for row in rows if row.test == ASSAY)
    more = tuple(
        assay.model_copy(update={"number": f"T{place:02}", "value": read_result(value)})
        for place, value in enumerate(values, 1)
    )
    kept = tuple(row for row in rows if row.test != ASSAY)
    return pack.model_copy(update={"laboratory": pack.laboratory.model_copy(update={"results": (*kept, *more)})})


def measured(scene: Scene, values: tuple[str, ...] = SERIES) -> Product:
    """The product, of which a pack tells these results."""
    scene.submit(with_assays(values), reason="as measured")
    return scene.shop.product


def propose(scene: Scene, by: Actor | None = None, **given: Any) -> TrendLimits:
    by = by or scene.world.cmo_qa
    values: dict[str, Any] = {"test": ASSAY, "left_out": {}, "reason": "twenty lots made"}
    with scope.opened(by):
        return propose_limits(product_id=scene.shop.product.pk, by=by, at=clock.now(), **(values | given))


def lock(scene: Scene, limits: TrendLimits, by: Actor | None = None, reason: str = "the process is steady") -> None:
    by, at = by or scene.world.head, clock.now()
    with scope.opened(by):
        shown = content_hash(trend_content(TrendLimits.objects.select_related("product").get(pk=limits.pk)))
        lock_limits(
            limits_id=limits.pk, proof=proof(by, at, limits, shown), shown_hash=shown, by=by, reason=reason, at=at
        )


def verdicts(scene: Scene, assay: str) -> list[RuleVerdict]:
    """What R318 says of the next lot's pack with this assay."""
    following = Scene(scene.shop, "MG2603-200")
    pack = following.submit(with_assays((assay,), stated(lot_number="MG2603-200"))).pack
    with scope.opened(scene.world.head):
        return list(RuleVerdict.objects.filter(pack=pack, rule="R318"))


def open_items(scene: Scene, limits: TrendLimits) -> int:
    with scope.opened(scene.world.head):
        return InboxItem.objects.filter(url__contains=str(limits.pk), done_at=None).count()


def test_proposed_locked_and_judged_by(scene: Scene) -> None:
    measured(scene)
    limits = propose(scene)
    figures = trend_figures([Decimal(value) for value in SERIES])
    assert (limits.low, limits.high, limits.factor) == (figures.low, figures.high, figures.factor)
    assert [Decimal(point["value"]) for point in limits.points] == [Decimal(value) for value in SERIES]
    assert open_items(scene, limits) == 1
    lock(scene, limits)
    assert open_items(scene, limits) == 0
    with scope.opened(scene.world.cmo_qa):
        locked, signature = TrendLimits.objects.get(), Signature.objects.get(subject_id=limits.pk)
    assert (locked.state, signature.meaning, signature.subject_kind) == ("locked", "approved", "trend_limits")
    assert '"why"' not in signature.content
    assert [verdict.outcome for verdict in verdicts(scene, "127.4")] == ["pass"]


def test_a_result_outside_is_out_of_trend_though_it_meets_its_limit(scene: Scene) -> None:
    measured(scene)
    lock(scene, propose(scene))
    (verdict,) = verdicts(scene, "130")
    assert (verdict.outcome, verdict.severity, verdict.inputs["limits"]) == ("needs_event", "W", 1)
    assert "lies outside 12" in verdict.sentence
    assert verdict.sentence.endswith("from 20 results.")


def test_without_locked_limits_nothing_is_out_of_trend(scene: Scene) -> None:
    measured(scene)
    propose(scene)
    assert [verdict.outcome for verdict in verdicts(scene, "130")] == ["not_applicable"]


def test_later_results_move_nothing_and_new_limits_replace_by_signature(scene: Scene) -> None:
    measured(scene)
    first = propose(scene)
    lock(scene, first)
    scene.submit(with_assays(tuple(str(Decimal(value) + 3) for value in SERIES)), reason="later version")
    with scope.opened(scene.world.head):
        assert TrendLimits.objects.get().high == first.high
    second = propose(scene, scene.world.reviewer, reason="new line since March")
    assert (second.version, second.low > first.low) == (2, True)
    lock(scene, second)
    with scope.opened(scene.world.head):
        states = dict(TrendLimits.objects.values_list("version", "state"))
        assert states == {1: TrendState.REPLACED, 2: TrendState.LOCKED}
        assert TrendLimits.objects.get(version=1).ended_at is not None


def test_what_is_left_out_has_its_reason_and_is_signed(scene: Scene) -> None:
    measured(scene, (*SERIES, "140"))
    key = f"{scene.number}/T21"
    limits = propose(scene, left_out={key: " diluted twice, LIR-7 "})
    assert limits.left_out == [{"lot": scene.number, "result": "T21", "value": "140", "why": "diluted twice, LIR-7"}]
    assert (len(limits.points), limits.high < 140) == (20, True)
    lock(scene, limits)
    with scope.opened(scene.world.head):
        assert "diluted twice, LIR-7" in Signature.objects.get(subject_id=limits.pk).content


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"left_out": {"MG2603-114/T01": "wrong"}}, "trend-points"),
        ({"left_out": {"MG2603-114/T99": "wrong"}}, "trend-unknown"),
        ({"left_out": {"MG2603-114/T01": " "}}, "reason-missing"),
        ({"reason": " "}, "reason-missing"),
        ({"test": "NONE"}, "trend-test"),
        ({"test": "LEAD"}, "trend-points"),
    ],
)
def test_what_is_not_proposed(scene: Scene, given: dict[str, Any], code: str) -> None:
    measured(scene)
    with pytest.raises(Refused) as refused:
        propose(scene, **given)
    assert refused.value.code == code


def test_one_proposal_waits_at_a_time_and_can_be_withdrawn(scene: Scene) -> None:
    measured(scene)
    limits = propose(scene)
    with pytest.raises(Refused, match="wait for the sponsor"):
        propose(scene)
    by = scene.world.cmo_qa
    with scope.opened(by):
        withdraw_limits(limits_id=limits.pk, by=by, reason="one lot too few", at=clock.now())
    assert open_items(scene, limits) == 0
    assert propose(scene).version == 2


def test_who_proposed_does_not_lock(scene: Scene) -> None:
    measured(scene)
    limits = propose(scene, scene.world.head)
    with pytest.raises(Refused, match="another person locks them"):
        lock(scene, limits)


def test_who_may(scene: Scene) -> None:
    measured(scene)
    with pytest.raises(Forbidden):
        propose(scene, scene.world.clerk)
    limits = propose(scene)
    with pytest.raises(Forbidden):
        lock(scene, limits, scene.world.cmo_qa)
    with pytest.raises(Refused, match="Give a reason"):
        lock(scene, limits, reason=" ")
    lock(scene, limits)


@pytest.mark.parametrize("state", list(TrendState))
def test_each_state_lets_only_its_own_steps_through(state: TrendState) -> None:
    assert {verb for verb in ("lock", "withdraw", "replace") if TREND.find(state, verb)} == {
        TrendState.PROPOSED: {"lock", "withdraw"}, TrendState.LOCKED: {"replace"},
        TrendState.REPLACED: set(), TrendState.WITHDRAWN: set(),
    }[state]  # fmt: skip


def test_points_are_final_numbers_of_the_product_in_its_unit(scene: Scene) -> None:
    pack = with_assays(("126", "<1", "complies", "0.1275", "125"))
    rows = list(pack.laboratory.results)
    place = next(place for place, row in enumerate(rows) if row.number == "T04")
    rows[place] = rows[place].model_copy(update={"unit": "g/{capsule}"})
    rows[place + 1] = rows[place + 1].model_copy(update={"retest_of": "T01"})
    laboratory = pack.laboratory.model_copy(update={"results": tuple(rows)})
    scene.submit(pack.model_copy(update={"laboratory": laboratory}), at=SUBMITTED)
    with scope.opened(scene.world.head):
        tests = product_tests(scene.shop.product.pk)
        found = points_of(scene.shop.product, tests)
    assert [(point.result, point.value) for point in found[ASSAY]] == [("T04", Decimal("127.5")), ("T05", Decimal(125))]
    assert set(found) == {test.code for test in tests}
