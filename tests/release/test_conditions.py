"""The typed conditions of a conditional rule: each met, missed, and at its edge."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agreements.clauses.schemas import ReleaseConditions
from release.conditions import CHECKS, allergens_of, answer
from release.pattern import route
from release.wording import pattern_words
from tests.release.facts import AT, conditional, facts, pack


def test_each_condition_of_the_schema_is_checked() -> None:
    assert set(CHECKS) == set(ReleaseConditions.model_fields)


@pytest.mark.parametrize(
    ("name", "wanted", "changed", "found", "is_met"),
    [
        ("zero_blocking", True, {}, "none", True),
        ("zero_blocking", True, {"pack": pack(blocking=1)}, "1 open", False),
        ("zero_blocking", True, {"pack": pack(waived_until=date(2026, 4, 1))}, "a waived one", False),
        ("zero_blocking", True, {"pack": None}, "no pack", False),
        ("minimum_on_time_percent", 90, {"hand_offs": (9, 10)}, "90", True),
        ("minimum_on_time_percent", 90, {"hand_offs": (89, 99)}, "89.9", False),
        ("minimum_on_time_percent", 100, {"hand_offs": (8, 8)}, "100", True),
        ("minimum_on_time_percent", 1, {"hand_offs": (7, 7)}, "7 packs, too few to say", False),
        ("minimum_on_time_percent", 1, {"hand_offs": (0, 8)}, "0", False),
        ("no_open_capa", True, {}, "none", True),
        ("no_open_capa", True, {"open_capas": ("CAPA-1", "CAPA-2")}, "CAPA-1, CAPA-2", False),
        ("plan_drawn", True, {"pack": pack(plan_drawn=True)}, "drawn", True),
        ("plan_drawn", True, {}, "not drawn", False),
        ("plan_drawn", True, {"pack": None}, "not drawn", False),
        ("allergens", ("none",), {}, "none", True),
        ("allergens", ("none",), {"allergens": "Milk"}, "milk", False),
        ("allergens", ("milk", "soybeans"), {"allergens": "Soybeans and milk"}, "milk, soybeans", True),
        ("allergens", ("milk",), {"allergens": ""}, "none", False),
        ("allergens", ("milk",), {"allergens": "milk, moon dust"}, "milk, moon dust", False),
        ("markets", ("CA", "US"), {"market": "US"}, "US", True),
        ("markets", ("CA",), {"market": "US"}, "US", False),
        ("markets", ("CA",), {"market": ""}, "none", False),
        ("consignees", ("retailer",), {}, "asked of each shipment", True),
    ],
)
def test_an_answer_says_what_was_found(
    name: str, wanted: Any, changed: dict[str, Any], found: str, *, is_met: bool
) -> None:
    answered = answer(replace(facts(), **changed), name, wanted)
    assert (answered.name, answered.found, answered.is_met) == (name, found, is_met)


@pytest.mark.parametrize(
    ("text", "declared"),
    [("", ("none",)), ("None", ("none",)), ("no allergens", ("none",)), ("Milk; EGG / fish", ("egg", "fish", "milk"))],
)
def test_what_a_label_declares(text: str, declared: tuple[str, ...]) -> None:
    assert allergens_of(text) == declared


def test_the_misses_are_printed_with_their_reasons() -> None:
    wanted = {
        "zero_blocking": True, "minimum_on_time_percent": 90, "no_open_capa": True, "plan_drawn": True,
        "allergens": ["none"], "markets": ["CA"],
    }  # fmt: skip
    known = facts(
        clauses=conditional(wanted), pack=pack(waived_until=date(2026, 4, 1)), hand_offs=(8, 10), allergens="milk",
        open_capas=("CAPA-1",), market="US",
    )  # fmt: skip
    assert pattern_words(route(known, AT)) == (
        "Conditional release → sponsor release, because the label declares milk and at most none is allowed; the "
        "market is US and must be among CA; of the packs of twelve months 80 % were on time and 90 % are needed; "
        "corrective actions of the product group are open: CAPA-1; the sampling plan did not draw the lot, or a "
        "selected test has no result; rules that block failed (a waived one) and none may (AG-4 v3 cl. 3.1)"
    )
