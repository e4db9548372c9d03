"""Archives that swell, macros, images of too many pixels: refused by their index or header alone."""

import io
import zipfile
import zlib

import pytest
from PIL import Image

from evidence.outside.containers import MOST_ENTRIES, check_structure
from kernel.errors import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def zipped(parts: dict[str, bytes]) -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held


def pixels(width: int, height: int, form: str = "PNG") -> io.BytesIO:
    """A header that claims this size; no pixel of it is there."""
    held = io.BytesIO()
    Image.new("1", (8, 8)).convert("L").save(held, form)
    content = bytearray(held.getvalue())
    at = content.index(b"IHDR") + 4
    content[at : at + 8] = width.to_bytes(4, "big") + height.to_bytes(4, "big")

    content[at + 13 : at + 17] = zlib.crc32(content[at - 4 : at + 13]).to_bytes(4, "big")
    return io.BytesIO(bytes(content))


def test_an_ordinary_archive_passes() -> None:
    check_structure("a.zip", "application/zip", zipped({"a.csv": b"1,2\n" * 1000}))
    check_structure("a.xlsx", XLSX, zipped({"xl/workbook.xml": b" " * 20_000_000}))


def test_an_archive_that_swells_is_refused() -> None:
    with pytest.raises(Refused, match="holds 3 parts that swell to 30 MB"):
        check_structure("a.zip", "application/zip", zipped({f"{n}.csv": b"0" * 10 * 2**20 for n in range(3)}))


@pytest.mark.parametrize(("count", "is_refused"), [(MOST_ENTRIES, False), (MOST_ENTRIES + 1, True)])
def test_an_archive_of_very_many_parts_is_refused(*, count: int, is_refused: bool) -> None:
    held = zipped({str(n): b"" for n in range(count)})
    if not is_refused:
        check_structure("a.zip", "application/zip", held)
        return
    with pytest.raises(Refused, match=f"holds {count} parts"):
        check_structure("a.zip", "application/zip", held)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_named(part: str) -> None:
    with pytest.raises(Refused, match=r"“a\.xlsx” contains macros \(.*\)\. Save it without them"):
        check_structure("a.xlsx", XLSX, zipped({"xl/workbook.xml": b"<workbook/>", part: b"x"}))


def test_what_is_no_archive_is_left_to_its_reader() -> None:
    check_structure("a.xlsx", XLSX, io.BytesIO(b"PK\x03\x04 torn"))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_an_ordinary_image_passes(form: str) -> None:
    held = io.BytesIO()
    Image.new("L", (40, 30)).save(held, form)
    check_structure("a.png", f"image/{form.lower()}", held)


def test_pixels_are_counted_before_they_are_unpacked() -> None:
    check_structure("a.png", "image/png", pixels(17_895_697, 10))
    with pytest.raises(Refused, match="more than 178 million pixels"):
        check_structure("a.png", "image/png", pixels(17_895_698, 10))
    with pytest.raises(Refused, match="more than 178 million pixels"):
        check_structure("a.png", "image/png", pixels(2**31 - 1, 2**31 - 1))


def test_a_torn_image_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be opened as an image"):
        check_structure("a.png", "image/png", io.BytesIO(b"\x89PNG\r\n\x1a\n and nothing else"))


def test_other_kinds_are_not_opened() -> None:
    check_structure("a.pdf", "application/pdf", io.BytesIO(b"%PDF-1.7"))
