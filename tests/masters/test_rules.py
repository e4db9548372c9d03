"""Each rule on a baseline: right, wrong, and at its edge."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kernel.errors import Refused
from masters import rules
from masters.baseline import LaboratoryValue
from tests.factories.baseline import (
    label_value,
    master_record_value,
    product_value,
    sampling_plan_value,
    specification_value,
)

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Last:
    version: int = 3
    valid_from: date = date(2025, 9, 1)


def sentence_of(check: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        check(*args, **kwargs)
    return caught.value.sentence


def test_a_first_version_may_carry_its_number_on_paper_and_a_past_date() -> None:
    assert rules.check_follows(None, version=None, valid_from=date(2020, 1, 1), today=TODAY) == 1
    assert rules.check_follows(None, version=7, valid_from=date(2020, 1, 1), today=TODAY) == 7
    assert sentence_of(rules.check_follows, None, version=0, valid_from=TODAY, today=TODAY) == (
        "Versions are counted from 1."
    )


def test_a_later_version_takes_the_next_number_from_today_on() -> None:
    assert rules.check_follows(Last(), version=None, valid_from=TODAY, today=TODAY) == 4
    assert rules.check_follows(Last(), version=4, valid_from=TODAY, today=TODAY) == 4
    assert sentence_of(rules.check_follows, Last(), version=6, valid_from=TODAY, today=TODAY) == (
        "The next version is 4, not 6."
    )
    assert sentence_of(rules.check_follows, Last(), version=None, valid_from=date(2026, 3, 9), today=TODAY) == (
        "A version cannot be valid before its approval. Choose 2026-03-10 or a later day."
    )
    same_day = Last(valid_from=TODAY)
    assert sentence_of(rules.check_follows, same_day, version=None, valid_from=TODAY, today=TODAY) == (
        "Version 3 is valid from 2026-03-10. The next one must begin later."
    )


def test_the_real_contents_pass() -> None:
    rules.check_master_record(master_record_value())
    rules.check_specification(specification_value())
    rules.check_sampling_plan(sampling_plan_value(), {test.code for test in specification_value().tests})
    rules.check_label(label_value())
    rules.check_product(product_value(), is_taken=False)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"batch_size": Decimal(0)}, "The batch size must be more than zero."),
        ({"components": ()}, "A master record needs components, written instructions and theoretical yields."),
        ({"steps": ()}, "A master record needs components, written instructions and theoretical yields."),
        ({"yields": ()}, "A master record needs components, written instructions and theoretical yields."),
        ({"number": " MMR-1"}, "Give the number of the master record as it is printed, without blanks around it."),
    ],
)
def test_a_master_record_is_whole(changed: dict[str, Any], sentence: str) -> None:
    assert sentence_of(rules.check_master_record, replace(master_record_value(), **changed)) == sentence


def _with_first(lines: str, **changed: Any) -> Any:
    record = master_record_value()
    first, *rest = getattr(record, lines)
    return replace(record, **{lines: (replace(first, **changed), *rest)})


@pytest.mark.parametrize(
    ("lines", "changed", "sentence"),
    [
        (
            "components",
            {"step": "99"},
            "Magnesium bisglycinate, 20 % magnesium names step 99, which is not among the instructions.",
        ),
        ("components", {"code": "RICE-FL"}, "Component RICE-FL is listed twice. List it once."),
        (
            "components",
            {"target": Decimal(0)},
            "Magnesium bisglycinate, 20 % magnesium: the target must be more than zero and the tolerance not negative.",
        ),
        (
            "components",
            {"kind": "gold"},
            "“gold” is not a kind of component (Magnesium bisglycinate, 20 % magnesium).",
        ),
        ("steps", {"number": "20"}, "Step 20 is listed twice. List it once."),
        (
            "yields",
            {"minimum_percent": Decimal(101)},
            "Blending: give a theoretical yield and limits with the lower one first.",
        ),
        (
            "control_points",
            {"lowest": Decimal(46)},
            "Blending room humidity: the lower limit lies above the upper one.",
        ),
    ],
)
def test_the_lines_of_a_master_record_fit_together(lines: str, changed: dict[str, Any], sentence: str) -> None:
    assert sentence_of(rules.check_master_record, _with_first(lines, **changed)) == sentence


def test_limits_may_be_equal() -> None:
    rules.check_master_record(_with_first("yields", minimum_percent=Decimal("100.5")))
    rules.check_master_record(_with_first("control_points", lowest=Decimal(45)))


def test_a_specification_has_tests_with_method_and_limit() -> None:
    whole = specification_value()
    assert sentence_of(rules.check_specification, replace(whole, tests=())) == (
        "A specification needs at least one test."
    )
    without_limit = replace(whole, tests=(replace(whole.tests[0], limit=" "),))
    assert sentence_of(rules.check_specification, without_limit) == "Appearance needs a method and a limit."
    strange = replace(whole, tests=(replace(whole.tests[0], category="luck"),))
    assert sentence_of(rules.check_specification, strange) == "“luck” is not a category of test (Appearance)."


def test_a_sampling_plan_has_a_basis_and_known_tests() -> None:
    plan = sampling_plan_value()
    assert sentence_of(rules.check_sampling_plan, plan, None) == "Approve a specification for that day first."
    assert sentence_of(rules.check_sampling_plan, plan, {"APP"}) == "The specification has no test ID-MG."
    no_basis = replace(plan, basis="\n")
    assert sentence_of(rules.check_sampling_plan, no_basis, set(plan.tests)) == (
        "Give the documented basis of the sampling plan."
    )
    assert sentence_of(rules.check_sampling_plan, replace(plan, tests=()), set(plan.tests)) == (
        "A sampling plan runs at least one test on a drawn lot."
    )


def test_a_label_can_be_counted_and_scanned() -> None:
    assert sentence_of(rules.check_label, replace(label_value(), gtin="00850041237818")) == (
        "“00850041237818” is not a GTIN: 8, 12, 13 or 14 digits, the last one being the check digit."
    )
    assert sentence_of(rules.check_label, replace(label_value(), labels_per_unit=0)) == (
        "A unit carries at least one label."
    )
    rules.check_label(replace(label_value(), tolerance_percent=Decimal("99.999")))
    assert sentence_of(rules.check_label, replace(label_value(), tolerance_percent=Decimal(100))) == (
        "The tolerance of a label count cannot be negative or everything."
    )


def test_a_laboratory_is_approved_for_methods() -> None:
    rules.check_laboratory(LaboratoryValue("Summit", ("USP-2232",)))
    assert sentence_of(rules.check_laboratory, LaboratoryValue("Summit", ())) == (
        "Name the methods that the laboratory is approved for."
    )


def test_a_product_is_new_and_keeps_for_a_while() -> None:
    assert sentence_of(rules.check_product, product_value(), is_taken=True) == (
        "Product MG-GLY-120 exists already in this partnership."
    )
    assert sentence_of(rules.check_product, product_value(shelf_life_months=0), is_taken=False) == (
        "Shelf life and count per unit must be at least 1."
    )
    assert sentence_of(rules.check_product, product_value(risk_tier="odd"), is_taken=False) == (
        "“odd” is not a risk tier."
    )


def test_a_declared_line_has_a_class_and_an_amount_with_its_unit() -> None:
    label = label_value()
    first = label.facts[0]
    assert sentence_of(rules.check_label, replace(label, facts=(replace(first, nutrient_class="III"),))) == (
        f"“III” is not a class of nutrients ({first.name})."
    )
    for wrong in ({"amount": Decimal(0), "unit": "mg"}, {"amount": Decimal(1), "unit": ""}):
        assert sentence_of(rules.check_label, replace(label, facts=(replace(first, **wrong),))) == (
            f"{first.name}: an amount is more than zero and has a unit."
        )
    rules.check_label(replace(label, facts=(replace(first, amount=Decimal("0.001"), unit="mg"),)))
    rules.check_label(replace(label, facts=(replace(first, amount=None, unit=""),)))
