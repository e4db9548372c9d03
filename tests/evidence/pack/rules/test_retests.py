from evidence.pack.format import Pack
from tests.evidence.pack.rules.contexts import answers, context, outcome, problems
from tests.factories.packs import added, complete_pack, with_row

TABLE = "laboratory.results"


def _retested(initial: str, **fields: object) -> Pack:
    pack = with_row(complete_pack(), TABLE, {"test": "LEAD"}, value=initial)
    values = {"number": "13", "test": "LEAD", "stage": "finished", "value": "0.1", "unit": "[ppm]", "retest_of": "5"}
    return added(pack, TABLE, **(values | {"analyst": "MMR", "retests_declared": 1} | fields))


def test_r315_asks_nothing_without_a_retest() -> None:
    assert answers("R315", context()) == [
        ("not_applicable", TABLE, "No result was retested; R305 judges every result.")
    ]


def test_r315_a_retest_does_not_replace_an_initial_result() -> None:
    assert problems("R315", context(_retested("0.62"))) == [
        (
            "needs_event",
            f"{TABLE}/5",
            "Lead, ICP-MS: the initial result 0.62 ppm was outside ≤0.5 ppm and was retested.",
        )
    ]


def test_r315_passes_when_the_initial_result_met_its_limit() -> None:
    assert outcome("R315", context(_retested("0.5"))) == "pass"


def test_r315_the_initial_result_stays_in_the_pack() -> None:
    assert problems("R315", context(_retested("0.5", retest_of="99"))) == [
        ("fail", f"{TABLE}/13", "Result 13 repeats result 99, which the pack does not show.")
    ]
    assert [found[0] for found in problems("R315", context(_retested("0.5", retest_of="13")))] == ["fail"]


def test_r316_a_second_analyst_retests() -> None:
    assert outcome("R316", context()) == "not_applicable"
    assert outcome("R316", context(_retested("0.5"))) == "pass"
    assert problems("R316", context(_retested("0.5", analyst="KTB"))) == [
        ("fail", f"{TABLE}/13", "Retest 13 does not show a second analyst (KTB).")
    ]
    assert outcome("R316", context(_retested("0.5", analyst=None))) == "fail"


def test_r316_no_more_retests_than_declared() -> None:
    twice = added(
        _retested("0.5", retests_declared=1), TABLE, number="14", test="LEAD", stage="finished", value="0.2",
        unit="[ppm]", retest_of="5", analyst="MMR", retests_declared=1,
    )  # fmt: skip
    assert [found[2] for found in problems("R316", context(twice))] == [
        "Retest 13 is one of 2; 1 were declared before.",
        "Retest 14 is one of 2; 1 were declared before.",
    ]
    assert [found[2] for found in problems("R316", context(_retested("0.5", retests_declared=None)))] == [
        "Retest 13 does not say how many retests were declared before."
    ]
