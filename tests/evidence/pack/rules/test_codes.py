from dataclasses import replace
from datetime import date

import pytest

from evidence.pack.rules.codes import month_end
from tests.evidence.pack.rules.contexts import answers, approved, context, outcome, problems
from tests.factories.baseline import label_value, product_value
from tests.factories.packs import complete_pack, with_fields, with_row, without_rows

CODING = "packaging.coding"
LABEL = "packaging.label"
MIDDLE = {"position": "middle"}


def test_r415_first_middle_and_last_carry_this_lot() -> None:
    wrong = with_row(complete_pack(), CODING, MIDDLE, lot_printed="MG2603-113")
    absent = without_rows(complete_pack(), CODING, MIDDLE)
    packaged = with_row(complete_pack(), CODING, MIDDLE, lot_printed="MG2603-114-P1")

    assert outcome("R415", context()) == "pass"
    assert outcome("R415", context(packaged)) == "pass"
    assert problems("R415", context(wrong)) == [
        ("fail", f"{CODING}/2", "The middle unit carries MG2603-113, not MG2603-114.")
    ]
    assert problems("R415", context(absent)) == [
        ("fail", f"{CODING}/middle", "The code of the middle unit was not checked.")
    ]


@pytest.mark.parametrize(
    ("made_on", "months", "expected"),
    [
        (date(2026, 3, 11), 24, date(2028, 3, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 31)),
        (date(2026, 2, 28), 24, date(2028, 2, 29)),
        (date(2026, 11, 30), 1, date(2026, 12, 31)),
    ],
)
def test_shelf_life_ends_with_its_month(made_on: date, months: int, expected: date) -> None:
    assert month_end(made_on, months) == expected


def test_r416_the_expiry_is_made_date_plus_shelf_life() -> None:
    assert answers("R416", context()) == [
        ("pass", "header", "The expiry date is 2028-03-31: made on 2026-03-11 with 24 months of shelf life.")
    ]
    assert problems("R416", context(complete_pack(expires_on="2028-03-30"))) == [
        (
            "fail",
            "header",
            "The pack states 2028-03-30; made on 2026-03-11 with 24 months of shelf life it is 2028-03-31.",
        )
    ]


def test_r416_every_unit_checked_means_the_same_date() -> None:
    pack = with_row(complete_pack(), CODING, MIDDLE, expires_on=None)

    assert [found[:2] for found in problems("R416", context(pack))] == [("fail", f"{CODING}/2")]


@pytest.mark.parametrize("months", [0, 601])
def test_r416_needs_a_made_date_and_a_shelf_life(months: int) -> None:
    product = product_value(shelf_life_months=months)

    assert outcome("R416", context(baseline=approved(product=product))) == "fail"
    assert outcome("R416", context(complete_pack(made_on=None), made_on=None)) == "fail"


def test_r417_the_gtin_is_this_products_at_any_length() -> None:
    short = with_fields(complete_pack(), LABEL, gtin="850041237817")

    assert outcome("R417", context()) == "pass"
    assert outcome("R417", context(short)) == "pass"


@pytest.mark.parametrize(
    ("gtin", "sentence"),
    [
        (
            "00850041237818",
            "The label carries 00850041237818, which is no GTIN: its length or its check digit is wrong.",
        ),
        ("4006381333931", "The label carries GTIN 4006381333931; the product's is 00850041237817."),
        (None, "The label has no GTIN."),
    ],
)  # fmt: skip
def test_r417_fails(gtin: str | None, sentence: str) -> None:
    assert problems("R417", context(with_fields(complete_pack(), LABEL, gtin=gtin))) == [("fail", LABEL, sentence)]


def test_r417_without_an_approved_gtin_nothing_matches() -> None:
    bare = approved(label=replace(label_value(), gtin=""), product=product_value(gtin=""))

    assert outcome("R417", context(baseline=bare)) == "fail"


@pytest.mark.parametrize(("count", "expected"), [("120", "pass"), ("120.0", "pass"), ("119", "fail"), (None, "fail")])
def test_r418_the_count_is_the_approved_one(count: str | None, expected: str) -> None:
    assert outcome("R418", context(with_row(complete_pack(), CODING, MIDDLE, count=count))) == expected


GOOD = "(01)00850041237817(17)280331(10)MG2603-114"


@pytest.mark.parametrize(
    ("code", "rule", "sentence"),
    [
        (GOOD, None, ""),
        ("850041237817", None, ""),
        ("]d2010085004123781710MG2603-114-P1<GS>17280300", None, ""),
        ("(01)00850041237817", None, ""),
        (GOOD.replace("-114", "-113"), "R415", "gives lot MG2603-113, not MG2603-114"),
        (
            "010085004123781710MG2603-11417280331", "R415",
            (
                "gives MG2603-11417280331 as its lot number (10), at whose end stands 17280331: "
                "the separator (FNC1) behind the lot number is missing"
            ),
        ),
        (
            "no code", "R415",
            "cannot be read: it is no GS1 element string such as (01)00850041237817(17)280331(10)LOT",
        ),
        (
            GOOD.replace("280331", "280430"), "R416",
            "gives 2028-04-30; made on 2026-03-11 with 24 months of shelf life it is 2028-03-31",
        ),
        (
            GOOD.replace("280331", "281331"), "R416",
            "gives a date (17) that is none: six digits YYMMDD, 00 as the day for the month's end",
        ),
        (GOOD.replace("7817", "7818"), "R417", "carries 00850041237818, which is no GTIN: its check digit is wrong"),
        (
            GOOD.replace("00850041237817", "04006381333931"), "R417",
            "carries GTIN 04006381333931; the product's is 00850041237817",
        ),
    ],
)  # fmt: skip
def test_the_code_on_the_unit_says_the_same(code: str, rule: str | None, sentence: str) -> None:
    """Each wrong element fails its own rule, and no other."""
    checked = context(with_row(complete_pack(), CODING, MIDDLE, code_read=code))
    found = {name: problems(name, checked) for name in ("R415", "R416", "R417")}
    wanted = [("fail", f"{CODING}/2", f"The code of the middle unit {sentence}.")]
    assert found == {name: wanted if name == rule else [] for name in found}
