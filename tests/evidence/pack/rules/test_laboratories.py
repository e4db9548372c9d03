from dataclasses import replace
from datetime import date

import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.baseline import LABORATORIES
from tests.factories.packs import complete_pack, with_row

TABLE = "laboratory.results"
LEAD = {"test": "LEAD"}


def _problem(rule: str, **fields: object) -> list[tuple[str, str, str]]:
    return problems(rule, context(with_row(complete_pack(), TABLE, LEAD, **fields)))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"laboratory": "Peak Lab"}, "Lead, ICP-MS: Peak Lab is not an approved laboratory."),
        (
            {"laboratory": "Keystone QC Laboratory"},
            "Lead, ICP-MS: Keystone QC Laboratory is not approved for method USP-2232.",
        ),
        (
            {"method": "QC-120"},
            "Lead, ICP-MS: method QC-120 was used; the specification asks for USP-2232.",
        ),
        ({"method": None}, "Lead, ICP-MS: the method is missing."),
        ({"laboratory": None}, "Lead, ICP-MS: the laboratory is missing."),
    ],
)
def test_r307_fails(fields: dict[str, object], sentence: str) -> None:
    assert _problem("R307", **fields) == [("fail", f"{TABLE}/5", sentence)]


def test_r307_names_do_not_depend_on_case() -> None:
    assert _problem("R307", laboratory="SUMMIT analytical laboratory") == []
    assert len(problems("R307", context(baseline=approved(laboratories=())))) == 12


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reviewer": "ktb"}, "Lead, ICP-MS: KTB reviewed the result of their own."),
        ({"reviewer": None}, "Lead, ICP-MS: the reviewer is missing."),
        ({"analyst": None}, "Lead, ICP-MS: the analyst is missing."),
    ],
)
def test_r308_a_second_person_reviews(fields: dict[str, object], sentence: str) -> None:
    assert outcome("R308", context()) == "pass"
    assert _problem("R308", **fields) == [("fail", f"{TABLE}/5", sentence)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sample_lot": "MG2603-113"}, "Lead, ICP-MS: the sample is of lot MG2603-113, not of this lot."),
        ({"sample_lot": None}, "Lead, ICP-MS: the sample's lot is missing."),
        (
            {"sampled_on": "2026-03-10"},
            "Lead, ICP-MS: sampled on 2026-03-10, before the lot was made on 2026-03-11.",
        ),
        (
            {"tested_on": "2026-03-10"},
            "Lead, ICP-MS: tested on 2026-03-10, before it was sampled on 2026-03-11.",
        ),
    ],
)
def test_r309_fails(fields: dict[str, object], sentence: str) -> None:
    assert _problem("R309", **fields) == [("fail", f"{TABLE}/5", sentence)]


def test_r309_accepts_the_packaged_lot_and_the_day_of_manufacture() -> None:
    assert _problem("R309", sample_lot="MG2603-114-P1", sampled_on="2026-03-11", tested_on="2026-03-11") == []
    assert _problem("R309", stage="component", sample_lot="C-26-0412", sampled_on="2026-02-18") == []
    assert len(_problem("R309", stage="component", sample_lot="C-26-9999")) == 1


@pytest.mark.parametrize(
    ("until", "expected"),
    [(date(2026, 3, 18), "pass"), (date(2026, 3, 17), "fail"), (None, "not_applicable")],
)
def test_r310_accreditation_covers_the_day_of_the_test(until: date | None, expected: str) -> None:
    laboratories = (replace(LABORATORIES[0], accredited_until=until),)

    assert outcome("R310", context(baseline=approved(laboratories=laboratories))) == expected
