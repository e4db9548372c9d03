import io
import random
import zipfile
from functools import cache
from pathlib import Path

import pytest

from evidence.pack.format import Pack
from evidence.pack.problems import NotReadable, Unreadable
from evidence.pack.reading import from_workbook
from evidence.pack.workbook import blank
from masters.sheets.archive import check_archive
from tests.factories.packs import known_lot
from tests.factories.workbooks import with_part

ARCHIVES = Path("../shared/data/hostile/zip-slip/archives")
FIRST_SHEET = "xl/worksheets/sheet2.xml"
TOKENS = (
    b"<",
    b"&x;",
    b'"',
    b"</row>",
    b"<v>1e999</v>",
    b't="s"',
    b"<v>99999999</v>",
    b"\xff",
    b'r="ZZZZ1"',
    b's="99"',
)


@cache
def book() -> bytes:
    return blank(known_lot())


def refused(data: bytes) -> str:
    with pytest.raises(NotReadable) as refusal:
        check_archive(data)
    return refusal.value.reason


def test_an_ordinary_workbook_needs_no_second_look() -> None:
    assert check_archive(book()) is False


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"%PDF-1.7", b"MZ" + bytes(100), b"a,b\n1,2\n", b"PK\x05\x06" + bytes(18)],
)
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    result = from_workbook(data)
    assert isinstance(result, Unreadable)
    assert len(result.problems) == 1


def test_an_encrypted_or_old_workbook_is_refused() -> None:
    assert refused(b"\xd0\xcf\x11\xe0" + bytes(600)) == "The workbook has a password or the old XLS form."


def test_archives_that_climb_out_of_their_folder_are_refused() -> None:
    if not ARCHIVES.exists():
        pytest.skip("The zip-slip archives are not beside this repository (../shared/data/hostile).")
    for path in sorted(ARCHIVES.iterdir()):
        assert isinstance(from_workbook(path.read_bytes()), Unreadable)


@pytest.mark.parametrize(
    "cell",
    [
        b'<c r="XFD1048576"><v>1</v></c>', b'<c r="BA1"><v>1</v></c>', b'<c r="A100000"><v>1</v></c>',
        b"<c><v>1</v></c>", b'<c s="1"r="A4294967295"><v>1</v></c>', b"<c r='A1' r='ZZZ9'><v>1</v></c>",
        b'<c r="A1" r="ZZZ9"><v>1</v></c>', b'<c\nr="ZZZ9"><v>1</v></c>', b'<x:c r="ZZZ9"><x:v>1</x:v></x:c>',
        b"<!-- --><c r='A1'/>", b"!" * 10_000 + b"<!-- -->", b"!" * 9_999 + b"<!-- -->",
        b":" * 10_000 + b'<x:c r="ZZZ9"/>',
    ],
)  # fmt: skip
def test_a_cell_out_of_all_bounds_never_reaches_the_reader(cell: bytes) -> None:
    data = with_part(book(), FIRST_SHEET, lambda sheet: sheet.replace(b"</row>", cell + b"</row>", 1))
    assert refused(data)


@pytest.mark.parametrize("mark", [b"!x", b":x", b":c", b"x:f"])
def test_marks_are_ordinary_text(mark: bytes) -> None:
    cell = b'<c r="A1" t="inlineStr"><is><t>' + mark * 10_001 + b"</t></is></c></row>"
    assert check_archive(with_part(book(), FIRST_SHEET, lambda sheet: sheet.replace(b"</row>", cell, 1))) is False


@pytest.mark.parametrize(("count", "is_refused"), [(90_000, False), (100_000, True)])
def test_more_rows_than_a_sheet_may_have_never_reach_the_reader(count: int, is_refused: bool) -> None:
    rows = b'<row r="1"/>' * count + b"</sheetData>"
    data = with_part(book(), FIRST_SHEET, lambda sheet: sheet.replace(b"</sheetData>", rows, 1))
    if is_refused:
        assert "row 99999" in refused(data)
    else:
        assert check_archive(data) is False


def test_entities_macros_and_other_encodings_are_refused() -> None:
    entity = with_part(book(), FIRST_SHEET, lambda sheet: b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet)
    assert refused(entity) == "The workbook holds XML that a spreadsheet program doesn't write."
    wide = with_part(book(), FIRST_SHEET, lambda sheet: sheet.decode().encode("utf-16"))
    assert refused(wide) == "The workbook holds a part that is not XML."
    old_dates = with_part(
        book(), "xl/workbook.xml", lambda part: part.replace(b"<workbookPr", b'<workbookPr date1904="1"')
    )
    assert refused(old_dates) == "The workbook counts its dates from 1904."
    buffer = io.BytesIO(book())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00")
    assert refused(buffer.getvalue()) == "The workbook holds macros."


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    buffer = io.BytesIO(book())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(101 * 2**20))
    assert refused(buffer.getvalue()) == "The workbook unpacks to more than can be read."


def test_broken_bytes_end_in_a_pack_or_a_refusal() -> None:
    """Bytes changed in the archive, and parts changed before packing; the seed makes it repeatable."""
    chance = random.Random(20260310)  # noqa: S311 - a repeatable draw, no secret
    names = zipfile.ZipFile(io.BytesIO(book())).namelist()
    for _ in range(60):
        broken = bytearray(book())
        broken[chance.randrange(len(broken))] = chance.randrange(256)
        spoiled = with_part(book(), chance.choice(names), lambda part: _spoiled(part, chance))
        for data in (bytes(broken), bytes(broken[: chance.randrange(len(broken))]), spoiled):
            assert isinstance(from_workbook(data), Pack | Unreadable)


def _spoiled(part: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(part))
    return part[:place] + chance.choice(TOKENS) + part[place + chance.randrange(30) :]
