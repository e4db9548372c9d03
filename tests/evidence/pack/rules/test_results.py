from dataclasses import replace

import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.baseline import specification_value
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "laboratory.results"
LEAD = {"test": "LEAD"}
ASSAY = {"test": "ASSAY-MG"}


def _problem(rule: str, where: dict[str, str], **fields: object) -> list[tuple[str, str, str]]:
    return problems(rule, context(with_row(complete_pack(), TABLE, where, **fields)))


@pytest.mark.parametrize(
    ("where", "value", "is_met"),
    [
        (LEAD, "0.5", True), (LEAD, "0.500", True), (LEAD, "0.5001", False), (LEAD, "<0.5", True),
        (ASSAY, "120", True), (ASSAY, "119.99", False), (ASSAY, "150", True), (ASSAY, "150.01", False),
        ({"test": "TYMC"}, "99", True), ({"test": "TYMC"}, "100", False), ({"test": "TYMC"}, "<100", True),
        ({"test": "SALM"}, "absent in 10 g", True), ({"test": "SALM"}, "present in 10 g", False),
        ({"test": "APP"}, "complies", True), ({"test": "APP"}, "fails", False),
    ],
)  # fmt: skip
def test_r305_limits_hold_exactly_as_written(where: dict[str, str], value: str, is_met: bool) -> None:
    assert [found[0] for found in _problem("R305", where, value=value)] == ([] if is_met else ["needs_event"])


def test_r305_says_the_figures_and_asks_for_an_event() -> None:
    assert _problem("R305", LEAD, value="0.62") == [
        ("needs_event", f"{TABLE}/5", "Lead, ICP-MS: 0.62 ppm is outside ≤0.5 ppm.")
    ]


def test_r305_never_follows_the_laboratorys_own_words() -> None:
    assert [found[0] for found in _problem("R305", LEAD, value="0.62", stated="pass")] == ["needs_event"]
    assert _problem("R305", LEAD, value="0.08", stated="fail") == []


def test_r305_judges_by_the_approved_limit_not_by_the_packs() -> None:
    assert [found[0] for found in _problem("R305", LEAD, value="0.62", limit="NMT 5 ppm")] == ["needs_event"]
    assert [found[0] for found in _problem("R305", LEAD, value="0.62", limit="NMT 5 ppm", stage="packaged")] == [
        "needs_event"
    ]


def test_r305_converts_units() -> None:
    assert _problem("R305", LEAD, value="500", unit="ug/kg", loq="20") == []
    assert [found[0] for found in _problem("R305", LEAD, value="501", unit="ug/kg", loq="20")] == ["needs_event"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": None}, "Lead, ICP-MS has no result."),
        ({"value": "complies"}, "Lead, ICP-MS: complies does not decide whether ≤0.5 ppm is met."),
        ({"value": "<0.6"}, "Lead, ICP-MS: <0.6 ppm does not decide whether ≤0.5 ppm is met."),
    ],
)
def test_r305_what_does_not_decide_is_a_gap(fields: dict[str, object], sentence: str) -> None:
    assert _problem("R305", LEAD, **fields) == [("fail", f"{TABLE}/5", sentence)]


def test_r305_a_test_outside_the_specification_needs_its_own_limit() -> None:
    extra = {"number": "13", "stage": "in-process", "test": "MOIST", "value": "4.1", "unit": "%"}

    assert problems("R305", context(added(complete_pack(), TABLE, **extra, limit="NMT 4 %"))) == [
        ("needs_event", f"{TABLE}/13", "MOIST: 4.1 % is outside ≤4 %.")
    ]
    assert problems("R305", context(added(complete_pack(), TABLE, **extra))) == [
        ("fail", f"{TABLE}/13", "MOIST has no limit to be judged by.")
    ]


def test_r305_without_specification_or_results_is_a_gap() -> None:
    assert problems("R305", context(baseline=approved(specification=None))) == [
        ("fail", TABLE, "No approved specification was in force to judge the results by.")
    ]
    assert outcome("R305", context(without_rows(complete_pack(), TABLE))) == "fail"


def test_r305_a_master_whose_limit_cannot_be_read_is_a_gap() -> None:
    tests = tuple(replace(t, limit="low") if t.code == "LEAD" else t for t in specification_value().tests)
    given = context(baseline=approved(specification=replace(specification_value(), tests=tests)))

    assert problems("R305", given) == [("fail", f"{TABLE}/5", "Lead, ICP-MS has no limit to be judged by.")]


def test_r305_a_retested_result_is_answered_for_by_r315() -> None:
    first = with_row(complete_pack(), TABLE, LEAD, value="0.62")
    again = added(first, TABLE, number="13", stage="finished", test="LEAD", value="0.1", unit="[ppm]", retest_of="5")

    assert problems("R305", context(again)) == []
    assert [found[:2] for found in problems("R315", context(again))] == [("needs_event", f"{TABLE}/5")]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "ND", "loq": None}, "Lead, ICP-MS: ND needs the limit of quantitation."),
        (
            {"value": "<LOQ", "loq": "0.51"},
            "Lead, ICP-MS: the limit of quantitation, 0.51 ppm, lies above ≤0.5 ppm.",
        ),
        ({"unit": "mg"}, "Lead, ICP-MS: a result in mg cannot be compared with ≤0.5 ppm."),
        ({"unit": None}, "Lead, ICP-MS: the result has no unit; the limit is ≤0.5 ppm."),
    ],
)
def test_r306_fails_and_leaves_nothing_to_r305(fields: dict[str, object], sentence: str) -> None:
    assert _problem("R306", LEAD, **fields) == [("fail", f"{TABLE}/5", sentence)]
    assert _problem("R305", LEAD, **fields) == []


@pytest.mark.parametrize(("value", "loq"), [("ND", "0.5"), ("<LOQ", "0.5"), ("<LOQ", "0.02"), ("0.1", None)])
def test_r306_the_limit_of_quantitation_may_equal_the_limit(value: str, loq: str | None) -> None:
    assert _problem("R306", LEAD, value=value, loq=loq) == []
    assert _problem("R305", LEAD, value=value, loq=loq) == []


def test_a_limit_is_told_as_it_is_written_whatever_was_judged_before() -> None:
    """The sentence and the inputs' hash depend on this pack alone: 0.5 and 0.50 are equal, and two writings."""
    for limit in ("NMT 0.5 ppm", "NMT 0.50 ppm", "NMT 0.5 ppm"):
        lines = tuple(replace(t, limit=limit) if t.code == "LEAD" else t for t in specification_value().tests)
        baseline = approved(specification=replace(specification_value(), tests=lines))
        pack = with_row(complete_pack(), TABLE, LEAD, value="0.62")
        assert problems("R305", context(pack, baseline=baseline)) == [
            ("needs_event", f"{TABLE}/5", f"Lead, ICP-MS: 0.62 ppm is outside {limit.replace('NMT ', '≤')}.")
        ]
