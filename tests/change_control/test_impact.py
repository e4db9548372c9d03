"""The impact list: which lines, the score and its bands, who answers, who signs off, what an approval waits for."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from change_control import actions
from change_control.actions import Answer
from change_control.impact import AREAS, BANDS, areas_of, band_of, score_of
from change_control.models import ChangeRequest, ImpactLine
from change_control.states import ChangeTrigger
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from masters.models import Product
from parties.states import CMO_PERMISSIONS, SPONSOR_PERMISSIONS, Role
from tests.change_control.made import AT, assess, decide, hand_in, propose, step
from tests.factories.baseline import make_agreement, make_baseline, make_product
from tests.factories.world import World

FACTOR = st.integers(1, 5)


@given(FACTOR, FACTOR, FACTOR)
def test_every_score_has_one_band(severity: int, probability: int, detectability: int) -> None:
    score = score_of(severity, probability, detectability)
    assert 1 <= score <= 125
    fitting = [band for band in BANDS if band.lowest <= score]
    assert band_of(score) == fitting[-1]


def test_bands_rise_and_begin_at_one() -> None:
    assert BANDS[0].lowest == 1
    assert all(lower.lowest < higher.lowest for lower, higher in pairwise(BANDS))
    assert [band_of(score).name for score in (1, 12, 13, 36, 37, 125)] == [
        "low", "low", "medium", "medium", "high", "high",
    ]  # fmt: skip


@pytest.mark.parametrize("factors", [(0, 1, 1), (1, 6, 1), (1, 1, -1)])
def test_a_factor_is_from_one_to_five(factors: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        score_of(*factors)


@pytest.mark.parametrize("trigger", ChangeTrigger.values)
def test_every_list_asks_for_lots_and_other_sponsors(trigger: str) -> None:
    areas = areas_of(trigger)
    assert {"quality", "lots", "products", "sponsors"} <= set(areas)
    assert ("label" in areas) == (
        trigger in ("label", "formula", "component_spec", "packaging", "shelf_life", "shared_line")
    )
    assert [area for area in AREAS if area in areas] == list(areas)


@pytest.fixture
def change(world: World) -> ChangeRequest:
    """A change of the label, being assessed."""
    make_agreement(world)
    product = make_baseline(world).master_record.product
    return hand_in(propose(world, product.pk, trigger="label"), world.clerk)


def lines(world: World, change: ChangeRequest) -> dict[str, ImpactLine]:
    with scope.opened(world.clerk):
        return {line.area: line for line in ImpactLine.objects.filter(change=change)}


def reply(world: World, change: ChangeRequest, area: str, answer: Answer, by: Actor | None = None) -> None:
    by = by or world.clerk
    position = lines(world, change)[area].position
    with scope.opened(by):
        actions.answer_lines(change_id=change.pk, answers={position: answer}, by=by, reason="", at=AT)


def sign_off(world: World, change: ChangeRequest, area: str, by: Actor) -> None:
    position = lines(world, change)[area].position
    with scope.opened(by):
        actions.sign_off_lines(change_id=change.pk, positions=[position], by=by, reason="", at=AT)


def holder(world: World, role: Role) -> Actor:
    if role in CMO_PERMISSIONS:
        return replace(world.cmo_qa, cmo_permissions=CMO_PERMISSIONS[role], roles=frozenset({role}))
    return replace(world.head, sponsor_permissions=SPONSOR_PERMISSIONS.get(role, frozenset()), roles=frozenset({role}))


def test_the_list_says_what_is_known_and_names_no_other_sponsor(world: World, change: ChangeRequest) -> None:
    make_product(world, partnership=world.blue_keystone, code="ZN-30")
    found = lines(world, change)
    assert list(found) == list(areas_of("label"))
    assert "LBL-MG120 v5" in found["label"].facts
    assert "Stability study ST-2024-07" in found["stability"].facts
    assert found["lots"].facts == "Planned: none. Started and in the house: none."
    told = " ".join(line.facts for line in found.values())
    assert "unaffected" in found["sponsors"].facts
    assert "Blue Mesa" not in told
    assert "ZN-30" not in told


@pytest.mark.parametrize("role", list(Role))
def test_a_line_is_signed_off_by_its_role_alone(world: World, change: ChangeRequest, role: Role) -> None:
    """The world has no label reviewer, so the agreement's approver of labels stands in for it."""
    for area, allowed in (("label", {Role.SQH}), ("quality", {Role.SQA, Role.SQH}), ("validation", {Role.CQA})):
        reply(world, change, area, Answer("None.", 1, 1, 1))
        if role in allowed:
            sign_off(world, change, area, holder(world, role))
            assert lines(world, change)[area].signed_off_at == AT
        else:
            with pytest.raises(Forbidden):
                sign_off(world, change, area, holder(world, role))


def test_nobody_signs_off_his_own_answer_or_none(world: World, change: ChangeRequest) -> None:
    with pytest.raises(Refused, match="not answered yet"):
        sign_off(world, change, "validation", world.cmo_qa)
    reply(world, change, "validation", Answer("None.", 1, 1, 1), world.cmo_qa)
    with pytest.raises(Refused, match="You answered this line"):
        sign_off(world, change, "validation", world.cmo_qa)


def test_another_answer_takes_the_sign_off_away(world: World, change: ChangeRequest) -> None:
    reply(world, change, "validation", Answer("None.", 1, 1, 1))
    sign_off(world, change, "validation", world.cmo_qa)
    reply(world, change, "validation", Answer(" None. ", 1, 1, 1))
    assert lines(world, change)["validation"].signed_off_at == AT
    reply(world, change, "validation", Answer("Three lots.", 2, 1, 1))
    assert lines(world, change)["validation"].signed_off_at is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [(Answer(" ", 1, 1, 1), "in words"), (Answer("x", 0, 1, 1), "from 1 to 5"), (Answer("x", 1, 1, 6), "from 1 to 5")],
)
def test_an_answer_is_whole(world: World, change: ChangeRequest, answer: Answer, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reply(world, change, "quality", answer)


def test_the_sponsor_reads_a_whole_list_and_decides_on_a_signed_one(world: World, change: ChangeRequest) -> None:
    with pytest.raises(Refused, match="Not answered yet: Quality of the product"):
        step(change, "send", world.clerk)
    with scope.opened(world.clerk):
        for area in areas_of("label"):
            reply(world, change, area, Answer("None.", 1, 1, 1))
    step(change, "send", world.clerk)
    with pytest.raises(Refused, match="Not signed off yet: Quality of the product"):
        decide(change, world.head)
    with pytest.raises(Refused, match="answered while it is assessed"):
        reply(world, change, "quality", Answer("More.", 1, 1, 1))


def test_a_high_risk_needs_conditions(world: World, change: ChangeRequest) -> None:
    assess(change, world.clerk)
    reply(world, change, "validation", Answer("Print legibility.", 5, 4, 2))
    sign_off(world, change, "validation", world.cmo_qa)
    step(change, "send", world.clerk)
    with pytest.raises(Refused, match="The risk is high: Validation and qualification"):
        decide(change, world.head)
    given = {"change_id": change.pk, "conditions": "100 % camera examination of the first 3 lots.", "at": AT}
    with scope.opened(world.clerk), pytest.raises(Forbidden):
        actions.set_conditions(by=world.clerk, reason="", **given)
    with scope.opened(world.reviewer):
        actions.set_conditions(by=world.reviewer, reason="", **given)
    assert decide(change, world.head).state == "approved"


def test_a_change_given_back_keeps_its_answers(world: World, change: ChangeRequest) -> None:
    assess(change, world.clerk)
    step(change, "send", world.clerk)
    back = step(change, "give_back", world.reviewer, reason="Which lots?")
    assert back.state == "impact_assessment"
    assert all(line.answer for line in lines(world, change).values())


def test_without_products_of_its_own_nothing_is_known(world: World) -> None:
    product: Product = make_product(world)
    found = lines(world, hand_in(propose(world, product.pk), world.clerk))
    assert found["validation"].facts == "In force: no master record."
    assert found["products"].facts == "Other products of this sponsor: none."
