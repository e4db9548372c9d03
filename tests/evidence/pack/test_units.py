import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from evidence.pack import units
from evidence.pack.problems import NotReadable

UCUM = Path("../shared/data/units/ucum")


@pytest.mark.parametrize(
    ("amount", "source", "target", "result"),
    [
        ("1.5", "kg", "mg", "1500000"),
        ("250", "ug", "mg", "0.25"),
        ("10", "[ppm]", "mg/kg", "10"),
        ("1", "ug/g", "[ppm]", "1"),
        ("0.5", "%", "[ppm]", "5000"),
        ("3", "[lb_av]", "kg", "1.36077711"),
        ("2.5", "L", "mL", "2500"),
        ("5", "10*9.[CFU]", "[CFU]", "5000000000"),
        ("1", "[IU]/mg", "[IU]/g", "1000"),
        ("1", "g/cm3", "g/mL", "1"),
        ("999999999999999.000000000001", "kg", "mg", "999999999999999000000.000001"),
    ],
)
def test_conversion_is_exact(amount: str, source: str, target: str, result: str) -> None:
    assert units.convert(Decimal(amount), source, target) == Decimal(result)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[IU]", "ug"), ("[CFU]", "g"), ("{SPU}", "mg"), ("[IU]/g", "ug/g"), ("[CFU]/g", "1"),
        ("%{claim}", "%"), ("mL", "g"), ("{capsule}", "{bottle}"), ("[IU]", "[CFU]"), ("[IU]", "{SPU}"),
    ],
)  # fmt: skip
def test_different_quantities_never_convert(source: str, target: str) -> None:
    assert not units.convertible(source, target)
    with pytest.raises(NotReadable, match="measure different things"):
        units.convert(Decimal(1), source, target)


def test_a_conversion_that_would_round_is_refused() -> None:
    with pytest.raises(NotReadable, match="without rounding"):
        units.convert(Decimal(1), "kg", "[lb_av]")


@pytest.mark.parametrize(
    ("text", "code"),
    [("mcg", "ug"), ("µg", "ug"), ("ppm", "[ppm]"), ("CFU/g", "[CFU]/g"), ("IU", "[IU]"), ("capsules",
    "{capsule}")],
)  # fmt: skip
def test_usual_spellings_are_read_as_their_code(text: str, code: str) -> None:
    assert units.read_unit(text) == code


@pytest.mark.parametrize("text", ["", "KG", "Mg", "mgs", "kg ; drop", "m g", "ＫＧ", "gram(s)", "2 kg"])
def test_what_is_not_on_the_list_is_refused(text: str) -> None:
    with pytest.raises(NotReadable, match="not a unit of the list"):
        units.read_unit(text)


def test_every_code_reads_back_from_its_label_and_labels_are_unique() -> None:
    labels = [units.label(code) for code in units.CODES]
    assert [units.read_unit(label) for label in labels] == list(units.CODES)
    assert len(set(labels)) == len(labels)


def test_every_bare_symbol_is_one_of_ucum() -> None:
    """Symbols between operators are atoms of the UCUM essence file, with a metric prefix or without."""
    essence = next(iter(sorted(UCUM.rglob("ucum-essence.xml"))), None)
    if essence is None:
        pytest.skip("The UCUM essence file is not beside this repository (../shared/data/units).")
    tree = ET.parse(essence)  # noqa: S314 - a reference file of ours, not an upload
    names = {element.get("Code") for element in tree.iter() if element.tag.endswith(("}unit", "}base-unit"))}
    prefixes = {"", *(str(element.get("Code")) for element in tree.iter() if element.tag.endswith("}prefix"))}
    known = {prefix + str(name) for prefix in prefixes for name in names} | {"[CFU]", "[IU]"}
    atoms = {
        atom.rstrip("0123456789")
        for code in units.CODES
        for atom in re.split(r"[/.()]", re.sub(r"\{[^}]*\}", "", code))
        if atom and not re.fullmatch(r"[0-9*]+", atom)
    }
    assert atoms - known == set()
