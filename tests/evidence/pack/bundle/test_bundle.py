"""The bundle: lossless, readable by people and programs, refused place by place."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.pack.bundle import blank, fill
from evidence.pack.bundle.tables import MANIFEST, READ_ME, TABLES
from evidence.pack.canonical import content_hash
from evidence.pack.format import Pack
from evidence.pack.known import prefilled
from evidence.pack.problems import Unreadable
from evidence.pack.reading import from_bundle, from_json, from_workbook
from evidence.pack.workbook import fill as workbook_of
from evidence.pack.workbook.layout import SHEETS
from tests.factories.pack_strategies import packs
from tests.factories.packs import complete_pack, known_lot, with_row

RESULTS = "laboratory.results.csv"


def tables_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def zipped(tables: Mapping[str, str], folder: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in tables.items():
            archive.writestr(folder + name, text)
    return buffer.getvalue()


def changed(name: str, old: str, new: str, pack: Pack | None = None) -> bytes:
    tables = tables_of(fill(pack or complete_pack()))
    assert old in tables[name]
    return zipped(tables | {name: tables[name].replace(old, new, 1)})


def problems(data: bytes) -> list[tuple[str, int | None, str, str]]:
    read = from_bundle(data)
    assert isinstance(read, Unreadable)
    return [(problem.sheet, problem.row, problem.column, problem.reason) for problem in read.problems]


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(packs(), st.booleans())
def test_any_pack_travels_between_the_four_forms_without_loss(pack: Pack, has_comma: bool) -> None:
    """Workbook → bundle → JSON → API body: the same values, the same text of every number, the same hash."""
    from_sheets = from_workbook(workbook_of(pack, known_lot(), decimal_comma=has_comma))
    assert from_sheets == pack
    assert isinstance(from_sheets, Pack)
    from_tables = from_bundle(fill(from_sheets, decimal_comma=has_comma))
    assert isinstance(from_tables, Pack)
    from_text = from_json(from_tables.model_dump_json().encode())
    assert isinstance(from_text, Pack)
    body = from_json(from_text.model_dump_json(exclude_defaults=True).encode())
    assert isinstance(body, Pack)
    assert body == from_text == from_tables == pack
    assert body.model_dump_json() == pack.model_dump_json()
    assert content_hash(body) == content_hash(pack)


def test_a_file_for_every_table_and_every_column_in_the_read_me() -> None:
    tables = tables_of(blank(known_lot()))
    blocks = [block for sheet in SHEETS for block in sheet.blocks if block.path != ("workbook",)]
    assert set(tables) == {MANIFEST, READ_ME, *TABLES}
    assert len(TABLES) == len(blocks)
    for name, block in TABLES.items():
        assert tables[name].splitlines()[0] == ",".join(column.name for column in block.columns)
        assert all(f"  {column.name}" in tables[READ_ME] for column in block.columns)


def test_the_blank_bundle_says_what_is_known_and_nothing_else() -> None:
    assert from_bundle(blank(known_lot())) == from_bundle(blank(known_lot(), decimal_comma=True))
    assert from_bundle(blank(known_lot())) == prefilled(known_lot())


def test_one_pack_is_one_sequence_of_bytes() -> None:
    assert fill(complete_pack()) == fill(complete_pack())


def test_times_are_site_time_with_offset_and_numbers_are_plain() -> None:
    tables = tables_of(fill(with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, value="0.080")))
    assert ",2026-03-10T07:30:00-06:00," in tables["header.csv"]
    assert ",0.080," in tables["laboratory.results.csv"]


def test_a_hostile_text_is_no_formula_and_comes_back() -> None:
    pack = with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, name="=cmd|' /C calc'!A0")
    assert ",'=cmd|' /C calc'!A0," in tables_of(fill(pack))["laboratory.results.csv"]
    assert from_bundle(fill(pack)) == pack


def test_semicolons_a_folder_and_what_systems_add_are_read() -> None:
    tables = tables_of(fill(complete_pack()))
    name = "materials.genealogy.csv"
    assert '"' not in tables[name]
    given = tables | {name: tables[name].replace(",", ";"), ".DS_Store": "x"}
    data = io.BytesIO(zipped(given, "pack/"))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("__MACOSX/pack/._header.csv", "x")
    assert from_bundle(data.getvalue()) == complete_pack()


def test_columns_may_stand_in_another_order_and_optional_ones_may_be_left_out() -> None:
    tables = tables_of(fill(complete_pack())) | {"documents.csv": "category,name\r\nlaboratory,coa.pdf\r\n\r\n,\r\n"}
    read = from_bundle(zipped(tables))
    assert isinstance(read, Pack)
    assert [(d.name, d.category, d.title) for d in read.documents] == [("coa.pdf", "laboratory", None)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (changed(RESULTS, ",complies,,,complies,", ",about 1,,,complies,"), (RESULTS, "value")),
        (changed("header.csv", "lot_number", "lotnumber"), ("header.csv", "lotnumber")),
        (changed("header.csv", "lot_number", "format"), ("header.csv", "format")),
        (changed(MANIFEST, '"header.csv"', '"x.csv"'), (MANIFEST, "tables")),
        (changed(MANIFEST, "MG2603-114", "MG2603-115"), ("header.csv", "lot_number")),
        (changed("quality_events.statement.csv", "no,yes,", "no,ja,"), ("quality_events.statement.csv", "is_complete")),
        (changed("packaging.label.csv", "\r\n", '\r\n"x"y\r\n'), ("packaging.label.csv", "")),
        (changed("materials.genealogy.csv", "\r\n", "\r\nmelted,1\r\n"), ("materials.genealogy.csv", "kind")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_table_and_column(data: bytes, found: tuple[str, str]) -> None:
    assert found in [(table, column) for table, _, column, _ in problems(data)]


def test_the_row_is_counted_as_a_spreadsheet_program_does() -> None:
    pack = complete_pack()
    row = next(n for n, result in enumerate(pack.laboratory.results, start=2) if result.test == "LEAD")
    pack = with_row(pack, "laboratory.results", {"test": "LEAD"}, name="XYZZY")
    data = changed("laboratory.results.csv", "XYZZY", "XYZZY\u202e", pack)
    assert problems(data) == [("laboratory.results.csv", row, "name", "The text holds the invisible character U+202E.")]


def test_tables_and_manifest_agree() -> None:
    tables = tables_of(fill(complete_pack()))
    without = {name: text for name, text in tables.items() if name != "documents.csv"}
    assert problems(zipped(without)) == [("documents.csv", None, "", "The table is missing.")]
    unlisted = tables | {MANIFEST: tables[MANIFEST].replace(',\n  "documents.csv"', "")}
    assert problems(zipped(unlisted)) == [("documents.csv", None, "", "The manifest does not list this table.")]


def test_a_record_has_one_row_and_a_row_no_more_values_than_headings() -> None:
    tables = tables_of(fill(complete_pack()))
    twice = tables["packaging.label.csv"] + tables["packaging.label.csv"].splitlines()[1] + "\r\n"
    assert problems(zipped(tables | {"packaging.label.csv": twice}))[0][3] == "This table holds one row."
    wide = tables["documents.csv"].rstrip("\r\n") + ",,,x\r\n"
    assert problems(zipped(tables | {"documents.csv": wide}))[0][3] == "The row has more values than headings."
    assert problems(zipped(tables | {"documents.csv": ""}))[0][3] == "The table has no headings."


def test_a_table_in_another_encoding_is_refused() -> None:
    data = io.BytesIO(fill(complete_pack()))
    kept = tables_of(data.getvalue())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in kept.items():
            archive.writestr(name, text.encode("utf-16" if name == "documents.csv" else "utf-8"))
    assert problems(buffer.getvalue()) == [("documents.csv", None, "", "Byte 1 is not valid UTF-8.")]
