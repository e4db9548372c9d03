import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evidence.pack.certificate_facts import MAPPED, Fact
from evidence.pack.certificates import Certificate, read_certificate
from evidence.pack.conformity import meets
from evidence.pack.format import Pack
from evidence.pack.problems import Unreadable
from evidence.pack.reading import from_workbook
from evidence.pack.workbook import fill
from tests.factories.certificates import LEAD, attachment
from tests.factories.certificates import certificate as made
from tests.factories.packs import complete_pack, known_lot

COA = Path("../shared/data/coa/material-identity-examples")
NUMBERS = range(1, 6)


def certificate(number: int) -> Certificate:
    path = COA / f"valid_certificate_{number}.json"
    if not path.exists():
        pytest.skip("The certificates are not beside this repository (../shared/data/coa).")
    result = read_certificate(path.read_bytes(), file=path.name)
    assert isinstance(result, Certificate)
    return result


@pytest.mark.parametrize(("number", "count"), [(1, 2), (2, 2), (3, 4), (4, 4), (5, 4)])
def test_every_inspection_of_the_examples_becomes_a_result(number: int, count: int) -> None:
    assert len(certificate(number).results) == count


def test_facts_and_values_are_taken_as_they_stand() -> None:
    read = certificate(1)
    assert (read.number, str(read.issued_on), read.lot) == ("43", "2021-12-12", "123456789 10")
    assert (read.manufacturer, read.product) == ("Green Plastics AG", "Manufactured Product Name")
    first, density = read.results
    assert (first.test, first.name, first.method, first.unit) == (
        "1038",
        "MFR",
        "DIN EN ISO 1133",
        "g/(10.min)",
    )
    assert first.conditions == "2,16 kg 190° Celsius"
    assert (density.value.text if density.value else "", density.unit) == ("85", "g/cm3")


UNITS = {"g/10m_": "g/(10.min)", "g/cm³": "g/cm3", "kJ/m²": "kJ/m2"}
"""As the examples write them → as UCUM does."""


@pytest.mark.parametrize("number", NUMBERS)
def test_nothing_of_an_inspection_is_lost(number: int) -> None:
    """Each inspection can be written again from its result."""
    results = certificate(number).results
    content = json.loads((COA / f"valid_certificate_{number}.json").read_bytes())
    inspections = content["Certificate"]["Analysis"]["Inspections"]
    for inspection, row in zip(inspections, results, strict=True):
        identified = {"PropertyId": row.test} if row.test != row.name else {}
        assert row.value is not None
        is_word = row.value.text.startswith('"')
        again = identified | {
            "Property": row.name, "Method": row.method, "Unit": row.unit, "TestConditions": row.conditions,
            "Value": row.value.text.strip('"'), "ValueType": "string" if is_word else "number",
            "Minimum": None if row.spec_low is None else str(row.spec_low),
            "Maximum": None if row.spec_high is None else str(row.spec_high),
        }  # fmt: skip
        expected = inspection | ({"Unit": UNITS[inspection["Unit"]]} if "Unit" in inspection else {})
        assert {name: value for name, value in again.items() if value is not None} == expected


@pytest.mark.parametrize("number", NUMBERS)
def test_results_documents_and_facts_are_the_whole_certificate(number: int) -> None:
    """What each inspection's result holds is shown above; put beside the facts, no field is missing and none added."""
    read = certificate(number)
    whole = json.loads((COA / f"valid_certificate_{number}.json").read_bytes(), parse_float=Decimal)["Certificate"]
    again: dict[str, Any] = {}
    for fact in read.facts:
        put(again, fact.path, fact.value)
    inspections = whole["Analysis"]["Inspections"]
    assert len(inspections) == len(read.results)
    assert all(inspection.keys() <= MAPPED for inspection in inspections)
    again.setdefault("Analysis", {})["Inspections"] = inspections
    assert again == whole


def put(into: Any, path: tuple[str | int, ...], value: object) -> None:
    """The value at its place; lists grow one by one, in the facts' order."""
    for part, following in zip(path, (*path[1:], None), strict=True):
        empty: object = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(into, list):
            if part == len(into):
                into.append(empty)
            into = into[int(part)]
        else:
            into = into.setdefault(part, empty)


def test_a_field_that_no_result_holds_is_a_fact_and_a_document_is_none() -> None:
    content = json.loads(made("KB-1", LEAD | {"Uncertainty": "0.01"}, attachments=[attachment("a.pdf", b"%PDF-1.7")]))
    content["Certificate"]["Attachments"].insert(0, attachment("b.pdf", b"no pdf"))
    content["Certificate"]["Contacts"] = [{"Name": "A"}, {"Name": "B\x00", "Phone": None}]
    read = read_certificate(json.dumps(content).encode(), file="x.json")
    assert isinstance(read, Certificate)
    told = {fact.label: fact.text for fact in read.facts}
    assert told["Analysis, Inspections 1, Uncertainty"] == "0.01"
    assert (told["Contacts 1, Name"], told["Contacts 2, Name"], told["Contacts 2, Phone"]) == ("A", "B\ufffd", "")
    assert "Attachments 1, Data" in told
    assert "Attachments 2, Data" not in told
    assert "Analysis, Inspections 1, Value" not in told


@pytest.mark.parametrize(("length", "text"), [(500, "x" * 500), (501, "501 characters, whole in the file")])
def test_a_long_text_is_counted(length: int, text: str) -> None:
    assert Fact(("Logo",), "x" * length).text == text


def test_what_is_nested_without_end_is_one_fact() -> None:
    content = json.loads(made("KB-1"))
    deep: object = "end"
    for _ in range(400):
        deep = [deep]
    content["Certificate"]["Note"] = deep
    read = read_certificate(json.dumps(content).encode(), file="x.json")
    assert isinstance(read, Certificate)
    (fact,) = [fact for fact in read.facts if fact.path[0] == "Note"]
    assert (len(fact.path), fact.text) == (12, "more, whole in the file")


def test_a_document_that_was_written_broken_stays_in_the_certificate() -> None:
    (attachment,) = certificate(1).attachments
    assert (attachment.name, attachment.content) == ("Sample Attachment.png", None)
    assert attachment.remark == "Its content is not Base64. It stays in the certificate only."


def test_a_value_equal_to_its_limit_conforms() -> None:
    density = certificate(1).results[1]
    assert (density.spec_low, density.spec_high) == (Decimal(85), Decimal(89))
    assert density.value is not None
    assert density.limit is not None
    assert meets(density.value, density.limit, unit=density.unit) is True


def test_a_maximum_alone_and_a_word_are_kept_as_written() -> None:
    zero = certificate(2).results[1]
    assert (zero.value.text if zero.value else "", zero.limit.text if zero.limit else "") == ("0.00", "≤0.15")
    word = certificate(3).results[3]
    assert (word.value.text if word.value else "", word.limit) == ('"C"', None)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_examples_travel_in_a_filled_workbook(number: int) -> None:
    results = certificate(number).results
    pack = complete_pack(laboratory={"results": results})
    again = from_workbook(fill(pack, known_lot()))
    assert isinstance(again, Pack)
    assert again.laboratory.results == results


def test_what_is_no_certificate_is_refused() -> None:
    for data in (b"[]", b"{}", b'{"Certificate": 7}', b'{"Certificate": {"Analysis": []}}', b"{"):
        assert isinstance(read_certificate(data, file="x.json"), Unreadable)


def test_every_unreadable_value_is_named() -> None:
    inspection = {"Property": "Lead", "Method": "ICP", "ValueType": "number"}
    content = {
        "Certificate": {
            "Id": "1",
            "Date": "2026-03-04",
            "Parties": {"Manufacturer": {"Name": "Summit"}},
            "Product": {"Name": "Magnesium"},
            "Analysis": {"Inspections": [inspection | {"Value": "1,5"}, inspection | {"Value": "1", "Unit": "x"}]},
        }
    }
    result = read_certificate(json.dumps(content).encode(), file="x.json")
    assert isinstance(result, Unreadable)
    assert [(p.row, p.column) for p in result.problems] == [(1, "value"), (2, "unit")]
