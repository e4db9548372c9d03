"""BatchML: the example of the standard's own archive, and what is refused."""

import zipfile
from pathlib import Path

import pytest

from evidence.pack.batchml import (
    KNOWN_VERSIONS,
    Record,
    document,
    looks_like_batchml,
    read,
    remarks_on,
    with_batch_record,
)
from evidence.pack.format import Pack
from evidence.pack.known import prefilled
from evidence.pack.problems import Unreadable
from tests.factories.packs import complete_pack, known_lot

FOLDER = Path("../shared/data/batchml")
SPACE = next(iter(KNOWN_VERSIONS))
OPERATION = "BX10|Procedure-01|Parallel Phases|Operation-01|"


def files() -> dict[str, bytes]:
    if not FOLDER.exists():
        pytest.skip("The BatchML example is not beside this repository (../shared/data/batchml).")
    found = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.suffix != ".zip"}
    for path in FOLDER.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            found |= {name: archive.read(name) for name in archive.namelist()}
    return found


def example() -> bytes:
    return files()["ProductionBatchRecord_Example_v06.xml"]


def record(*phases: str, batch: str = "MG2603-114", space: str = SPACE, more: str = "") -> bytes:
    inner = "".join(
        f"<RuntimeRecipeElement><RecipeElementType>Phase</RecipeElementType>{p}</RuntimeRecipeElement>" for p in phases
    )
    recipe = f"<ExecutedControlRecipe><BatchID>{batch}</BatchID>{inner}</ExecutedControlRecipe>{more}"
    return f'<BatchProductionRecord xmlns="{space}">{recipe}</BatchProductionRecord>'.encode()


def phase(
    number: str,
    *,
    at: str = "2026-03-10T08:00:00-06:00",
    by: str = "JLO",
    value: str = "",
    unit: str = "",
    name: str = "",
) -> str:
    inner = f"<ValueString>{value}</ValueString><UnitOfMeasure>{unit}</UnitOfMeasure>"
    data = f"<Parameter><ID>{name}</ID><Value>{inner}</Value></Parameter>"
    return f"<ID>{number}</ID><CompletionTime>{at}</CompletionTime><Performer>{by}</Performer>{data if name else ''}"


def merged(data: bytes, pack: Pack | None = None) -> Pack | Unreadable:
    found = read(data, file="r.xml")
    assert isinstance(found, Record)
    return with_batch_record(pack or prefilled(known_lot()), found, file="r.xml")


def problems(found: Record | Pack | Unreadable) -> list[tuple[str, str, str]]:
    assert isinstance(found, Unreadable)
    return [(problem.sheet, problem.column, problem.reason) for problem in found.problems]


def test_the_example_is_read_whole() -> None:
    found = read(example(), file="e.xml")
    assert isinstance(found, Record)
    assert (found.batch, found.version, found.element_count, len(found.steps)) == ("BX10", "BatchML 4.01", 15, 12)
    assert sum(len(step.values) for step in found.steps) == 36
    assert {step.performer for step in found.steps} == {"mkuehne"}
    assert all(step.completed_at for step in found.steps)
    assert [(e.identifier, e.category) for e in found.exceptions] == [
        ("0124|Exception", "Out of spec"), ("0125|Exception", "Manual"), ("0126|Exception", "Manual"),
    ]  # fmt: skip
    assert found.exceptions[1].step == f"{OPERATION}LIB-PH-PAVStr-05"


def test_the_example_becomes_steps_and_readings_of_its_lot() -> None:
    found = read(example(), file="e.xml")
    assert isinstance(found, Record)
    empty = complete_pack(lot_number="BX10", batch_record={})
    pack = with_batch_record(empty, found, file="e.xml")
    assert isinstance(pack, Pack)
    steps = pack.batch_record.steps
    assert len(steps) == 12
    assert (steps[0].number, steps[0].performed_by, str(steps[0].finished_at)) == (
        "LIB-PH-PAVStr-01", "mkuehne", "2010-04-27 14:02:06+00:00",
    )  # fmt: skip
    assert [step.number for step in steps].count("LIB-PH-PAVStr-02") == 2
    assert [(r.control_point, str(r.value)) for r in pack.batch_record.readings] == [
        ("LIB-PH-PAVStr-02", "1"), ("LIB-PH-PAVStr-03", "2"), ("LIB-PH-PAVStr-04", "3"), ("LIB-PH-PAVStr-05", "4"),
        ("LIB-PH-PAVStr-02", "11"), ("LIB-PH-PAVStr-03", "22"), ("LIB-PH-PAVStr-04", "33"), ("LIB-PH-PAVStr-05", "44"),
    ]  # fmt: skip
    assert (pack.documents[-1].name, pack.documents[-1].category) == ("e.xml", "batch record")
    assert pack.documents[-1].title == "BatchML batch production record with 3 exceptions: 2 Manual, 1 Out of spec"


def test_every_other_file_of_the_folder_is_refused_as_what_it_is() -> None:
    for name, data in files().items():
        found = read(data, file=name)
        if name.endswith(".xsd"):
            assert problems(found)[0][2] == "The document is a “schema”, not a BatchProductionRecord."
        elif not name.endswith(".xml"):
            assert problems(found)[0][2].startswith("This is not XML: ")


def test_what_is_known_is_filled_and_nothing_else_changes() -> None:
    pack = merged(record(phase("10"), phase("30", value="41", unit="%{RH}", name="Blending room humidity")))
    assert isinstance(pack, Pack)
    known = prefilled(known_lot())
    assert len(pack.batch_record.steps) == len(known.batch_record.steps)
    step = next(step for step in pack.batch_record.steps if step.number == "10")
    assert (step.performed_by, step.instruction) == ("JLO", known.batch_record.steps[0].instruction)
    reading = next(r for r in pack.batch_record.readings if r.control_point == "Blending room humidity")
    assert (str(reading.value), reading.measured_by, str(reading.highest)) == ("41", "JLO", "45")
    assert (pack.materials, pack.laboratory) == (known.materials, known.laboratory)


def test_what_a_pack_cannot_hold_is_said() -> None:
    found = read(example(), file="e.xml")
    assert isinstance(found, Record)
    remarks = remarks_on(found)
    assert [remark.split(" (")[0] for remark in remarks[:3]] == [
        "The record holds the exception 0124|Exception", "The record holds the exception 0125|Exception",
        "The record holds the exception 0126|Exception",
    ]  # fmt: skip
    assert "(Out of spec) at " in remarks[0]
    assert remarks[0].endswith("Report a quality event for it if none is reported.")


def test_a_value_that_is_no_number_is_said_and_one_that_is_is_not() -> None:
    words = read(record(phase("10", value="cloudy", name="Look")), file="r.xml")
    number = read(record(phase("10", value="4", unit="kg", name="Weight")), file="r.xml")
    again = read(record(phase("10", value="cloudy", name="infoColumn")), file="r.xml")
    assert isinstance(words, Record) and isinstance(number, Record) and isinstance(again, Record)  # noqa: PT018 - one fact
    assert remarks_on(words) == ("Look of 10 is “cloudy”, no number: it became no reading.",)
    assert remarks_on(number) == remarks_on(again) == ()


def test_the_same_record_beside_a_filled_sheet_is_taken_and_a_contradiction_is_not() -> None:
    data = record(phase("10", by="CHW"))
    once = merged(data)
    assert isinstance(once, Pack)
    assert merged(data, once) == once
    assert problems(merged(record(phase("10", by="JLO")), once)) == [
        ("RuntimeRecipeElement “10”", "performed_by", "The pack says performed_by CHW, the record JLO.")
    ]


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (record(phase("10", at="yesterday")), "CompletionTime", "“yesterday” is not a date with a time of day."),
        (record(phase("10", value="4", unit="spoon", name="Weight")), "Weight", "“spoon” is not a unit of the list."),
    ],
)
def test_a_value_that_cannot_be_read_names_its_element(data: bytes, place: str, reason: str) -> None:
    assert problems(merged(data)) == [("RuntimeRecipeElement “10”", place, reason)]


def test_a_record_of_another_batch_is_refused() -> None:
    assert problems(merged(record(phase("10"), batch="BX10"))) == [
        ("BatchID", "", "The record is of batch “BX10”, the pack of lot MG2603-114.")
    ]


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><BatchProductionRecord>&c;</BatchProductionRecord>'
OUTSIDE = b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><BatchProductionRecord/>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "The document declares a DTD or entities."),
        (OUTSIDE, "The document declares a DTD or entities."),
        (b"", "This is not XML: no element found: line 1, column 0."),
        (b"<a/>", "The document is a “a”, not a BatchProductionRecord."),
        (record(phase("1"), space="urn:mesa:7.01"), "Its version “urn:mesa:7.01” is not known here."),
        (b"<BatchProductionRecord/>", "Its version “without a namespace” is not known here."),
        (record(), "The record holds no performed phase."),
        (record(phase("1"), batch=""), "The record names no batches; a pack is of one lot."),
        (record(phase("1"), more="<BatchID>B</BatchID>"), "The record names 2 batches; a pack is of one lot."),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_read_is_refused_clearly(data: bytes, reason: str) -> None:
    found = read(data, file="r.xml")
    assert isinstance(found, Unreadable)
    assert [(p.file, p.reason) for p in found.problems] == [("r.xml", reason)]
    assert found.problems[0].cure


def test_a_record_beyond_all_bounds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MOST_ELEMENTS", 3)
    assert (
        problems(read(record(phase("1")), file="r.xml"))[0][2]
        == "The record holds more elements than one batch can have."
    )


def test_a_batch_record_is_told_from_other_xml() -> None:
    assert looks_like_batchml(record(phase("1")))
    assert not looks_like_batchml(b"<invoice/>")
