"""UCUM's functional tests: validation, conversion, multiplication and division, at the precision they give."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from defusedxml import ElementTree

from evidence.pack import ucum, units
from evidence.pack.problems import NotReadable

FUNCTIONAL = Path(__file__).resolve().parents[4] / "shared/data/units/ucum/src/test/resources/UcumFunctionalTests.xml"
pytestmark = pytest.mark.filterwarnings("error")


def cases(chapter: str) -> list[dict[str, str]]:
    if not FUNCTIONAL.exists():
        pytest.skip("UCUM's functional tests are not here: ../shared/data/units")
    found = ElementTree.parse(FUNCTIONAL).getroot().find(chapter)
    assert found is not None
    return [dict(case.attrib) for case in found.iter("case")]


def same(found: Fraction, written: str) -> bool:
    """Equal at the precision that was written, half a unit of its last digit: 25.2 is “25”, 1.575 is “1.6”."""
    wanted = Decimal(written)
    exponent = wanted.as_tuple().exponent
    assert isinstance(exponent, int)
    return abs(found - Fraction(wanted)) <= Fraction(Decimal(1).scaleb(exponent)) / 2


def test_validation() -> None:
    found = cases("validation")
    assert len(found) == 529
    assert [case["id"] for case in found if ucum.is_valid(case["unit"]) is not (case["valid"] == "true")] == []


def test_conversion() -> None:
    found = cases("conversion")
    assert len(found) == 30
    wrong = [
        case["id"]
        for case in found
        if not same(ucum.convert(Decimal(case["value"]), case["srcUnit"], case["dstUnit"]), case["outcome"])
    ]
    assert wrong == []


@pytest.mark.parametrize(("chapter", "number"), [("multiplication", 2), ("division", 3)])
def test_products_and_quotients(chapter: str, number: int) -> None:
    reckon = {"multiplication": ucum.multiply, "division": ucum.divide}[chapter]
    found = cases(chapter)
    assert len(found) == number
    for case in found:
        made = reckon((Decimal(case["v1"]), case["u1"]), (Decimal(case["v2"]), case["u2"]))
        wanted = ucum.read(case["uRes"])
        assert made.bases == wanted.bases, case["id"]
        assert same(made.factor / wanted.factor, case["vRes"]), case["id"]


def test_figures_are_exact() -> None:
    assert ucum.convert(Decimal("0.1"), "kg", "mg") == 100_000
    assert ucum.convert(Decimal(1), "[lb_av]", "g") == Fraction("453.59237")
    assert ucum.divide((Decimal(1), "g"), (Decimal(3), "g")) == ucum.Amount(Fraction(1, 3))


@pytest.mark.parametrize("arbitrary", ["[IU]", "[CFU]", "[arb'U]", "[pH]", "Cel"])
def test_arbitrary_and_special_units_never_become_a_mass(arbitrary: str) -> None:
    with pytest.raises(NotReadable):
        ucum.convert(Decimal(1), arbitrary, "mg")
    with pytest.raises(NotReadable):
        ucum.convert(Decimal(1), arbitrary, "1")
    assert ucum.convert(Decimal(5), arbitrary, arbitrary) == 5


def test_one_arbitrary_unit_is_not_another() -> None:
    with pytest.raises(NotReadable):
        ucum.convert(Decimal(1), "[IU]/g", "[CFU]/g")
    assert ucum.convert(Decimal(1), "[IU]/mg", "[IU]/g") == 1000


@pytest.mark.parametrize("code", ["mg//kg", "10+3/ul", "spoon", "m" * 61, "µg", "kg ", "2 mg", "m-"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert not ucum.is_valid(code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("mg.kg-1", "[ppm]"), ("10*-3.g/kg", "[ppm]"), ("cg", None), ("10*3.g", "kg"), ("mg/kg", "mg/kg"),
        ("mL-1.g", "g/mL"), ("[CFU].g-1", "[CFU]/g"), ("1000.[IU]/g", "[IU]/mg"), ("{capsule}", "{capsule}"),
        ("mg/{pill}", None), ("10*0", None), ("60.s", "min"), ("", None),
    ],
)  # fmt: skip
def test_a_unit_written_otherwise_is_the_listed_one(code: str, expected: str | None) -> None:
    found = ucum.listed(code)
    assert found == expected or (expected is not None and found is not None and units.convertible(found, expected)
                                 and units.convert(Decimal(1), found, expected) == 1)  # fmt: skip
