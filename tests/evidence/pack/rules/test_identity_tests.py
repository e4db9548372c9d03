import pytest

from tests.evidence.pack.rules.contexts import answers, approved, context, problems
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "materials.identity_tests"
SUBJECT = f"{TABLE}/C-26-0412"
OWN = {"component_lot": "C-26-0412"}


@pytest.mark.parametrize("tested_on", ["2026-02-20", "2026-03-10"])
def test_r205_passes_up_to_the_day_of_the_first_weighing(tested_on: str) -> None:
    pack = with_row(complete_pack(), TABLE, OWN, tested_on=tested_on)

    assert [found[:2] for found in answers("R205", context(pack))] == [("pass", SUBJECT)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"tested_on": "2026-03-11"},
            "The identity test of C-26-0412 is of 2026-03-11, after the first weighing on 2026-03-10.",
        ),
        ({"laboratory": "BALCHEM CORP."}, "The identity test of C-26-0412 was made by the supplier, BALCHEM CORP.."),
        ({"result": "fails"}, "An identity test of C-26-0412 does not conform: does not comply against complies."),
        ({"result": None}, "The identity test of C-26-0412 lacks the result."),
        ({"result": "12"}, "The identity test of C-26-0412 cannot be decided: 12 against complies."),
        (
            {"tested_on": None, "method": None},
            "The identity test of C-26-0412 lacks the method and the date of the test.",
        ),
    ],
)
def test_r205_fails(fields: dict[str, object], sentence: str) -> None:
    pack = with_row(complete_pack(), TABLE, OWN, **fields)

    assert problems("R205", context(pack)) == [("fail", SUBJECT, sentence)]


def test_r205_a_missing_test_is_a_gap() -> None:
    pack = without_rows(complete_pack(), TABLE)

    assert problems("R205", context(pack)) == [
        ("fail", SUBJECT, "Dietary-ingredient lot C-26-0412 has no identity test.")
    ]


def test_r205_a_failed_test_is_not_cured_by_another_that_passed() -> None:
    pack = added(complete_pack(), TABLE, component_lot="C-26-0412", result="fails", limit="complies")

    assert [found[:2] for found in answers("R205", context(pack))] == [("fail", SUBJECT)]


def test_r205_the_master_record_says_what_a_dietary_ingredient_is() -> None:
    hidden = with_row(complete_pack(), "materials.component_lots", {"number": "C-26-0412"}, material="other component")

    assert [found[1] for found in problems("R205", context(without_rows(hidden, TABLE)))] == [SUBJECT]


def test_r205_asks_only_for_dietary_ingredients() -> None:
    pack = without_rows(complete_pack(), "materials.component_lots")

    assert answers("R205", context(pack, baseline=approved(master_record=None))) == [
        ("not_applicable", TABLE, "No dietary-ingredient lot was used.")
    ]


def test_r205_needs_the_first_weighing() -> None:
    pack = with_row(complete_pack(), "materials.consumption", OWN, weighed_at=None)

    assert problems("R205", context(pack)) == [("fail", SUBJECT, "When C-26-0412 was first weighed is missing.")]
