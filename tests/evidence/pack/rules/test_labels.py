from dataclasses import replace

import pytest

from tests.evidence.pack.rules.contexts import approved, context, outcome, problems
from tests.factories.baseline import label_value, product_value
from tests.factories.packs import complete_pack, with_fields, with_row

LABEL = "packaging.label"
WANTED = "LBL-MG120 version 5"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"version": "4"}, f"LBL-MG120 version 4 was applied; {WANTED} is the approved label."),
        ({"number": "LBL-MG060"}, f"LBL-MG060 version 5 was applied; {WANTED} is the approved label."),
        ({"version": None}, "The label or its version is missing."),
        ({"market": "CA"}, "The label is made for CA, the product for US."),
        ({"market": None}, "The market that the label is made for is missing."),
    ],
)
def test_r401_fails(fields: dict[str, object], sentence: str) -> None:
    assert problems("R401", context(with_fields(complete_pack(), LABEL, **fields))) == [("fail", LABEL, sentence)]


def test_r401_every_roll_holds_the_approved_label() -> None:
    pack = with_row(complete_pack(), "packaging.rolls", {"number": "L-26-0031-02"}, label_version="4")

    assert outcome("R401", context()) == "pass"
    assert problems("R401", context(pack)) == [
        ("fail", "packaging.rolls/2", f"Roll L-26-0031-02 holds LBL-MG120 version 4; {WANTED} is approved.")
    ]
    assert outcome("R401", context(baseline=approved(label=None))) == "fail"
    assert outcome("R401", context(baseline=approved(product=product_value(market="CA")))) == "fail"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "pass"),
        ({"examined_at": "2026-03-16 08:20"}, "pass"),
        ({"examined_at": "2026-03-16 08:21"}, "fail"),
        ({"examined_by": None}, "fail"),
        ({"examined_at": None}, "fail"),
    ],
)
def test_r402_examined_before_the_run(fields: dict[str, object], expected: str) -> None:
    assert outcome("R402", context(with_fields(complete_pack(), LABEL, **fields))) == expected


def test_r414_the_image_is_the_artwork() -> None:
    artwork = label_value().artwork_sha256
    same = with_fields(complete_pack(), LABEL, image_sha256=artwork)
    other = with_fields(complete_pack(), LABEL, image_sha256="0" * 64)
    bare = approved(label=replace(label_value(), artwork_sha256=""))

    assert outcome("R414", context()) == "not_applicable"
    assert outcome("R414", context(same)) == "pass"
    assert outcome("R414", context(other)) == "fail"
    assert outcome("R414", context(other, baseline=bare)) == "not_applicable"
