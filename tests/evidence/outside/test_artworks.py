"""Two artworks compared in the confined program: a change is found, an equal page is not, hostile files say so."""

import io
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from weasyprint import HTML

from evidence.outside import artworks
from evidence.outside.artwork_pages import MOST_DOTS_GIVEN, UndrawableError, opened
from evidence.outside.artworks import DrawnPage, NotComparedError, compared

CSS = "<style>@page{size:90mm 50mm;margin:5mm}body{font:6pt sans-serif}p{margin:0}div{break-before:page}</style>"
FACTS = "<p style='margin-left:0'>Supplement Facts</p><p>Magnesium 12<b>.</b>0 mg</p><p style='font-size:9pt'>Soy</p>"


def pdf_of(*bodies: str) -> bytes:
    return bytes(HTML(string=CSS + "".join(f"<div>{body}</div>" for body in bodies)).write_pdf())


def png_of(size: tuple[int, int], color: str = "white", spot: tuple[int, int, int, int] | None = None) -> bytes:
    image, out = Image.new("RGB", size, color), io.BytesIO()
    if spot:
        image.paste("black", spot)
    image.save(out, "PNG")
    return out.getvalue()


def pages_of(tmp_path: Path, left: bytes, right: bytes) -> list[DrawnPage]:
    files = [tmp_path / "left", tmp_path / "right"]
    for path, content in zip(files, (left, right), strict=True):
        path.write_bytes(content)
    with files[0].open("rb") as first, files[1].open("rb") as second:
        return list(compared(first, second))


def overlap(area: list[float], wanted: tuple[float, float, float, float]) -> bool:
    left, top, width, height = area
    return left <= wanted[2] and wanted[0] <= left + width and top <= wanted[3] and wanted[1] <= top + height


def test_a_known_area_is_found_and_no_other(tmp_path: Path) -> None:
    box = "<p style='position:absolute;left:40mm;top:20mm;width:10mm;height:5mm;background:{}'></p>"
    (page,) = pages_of(tmp_path, pdf_of(FACTS + box.format("#fff")), pdf_of(FACTS + box.format("#060")))
    assert (page.number, page.size, page.note) == (1, (90.0, 50.0), "")
    ((left, top, width, height),) = page.areas
    assert left == pytest.approx(45, abs=1.1)
    assert top == pytest.approx(25, abs=1.1)
    assert width == pytest.approx(10, abs=2.1)
    assert height == pytest.approx(5, abs=2.1)
    assert set(page.pictures) == {"left", "right", "marked"}
    marked = Image.open(io.BytesIO(page.pictures["marked"])).convert("RGB")
    assert (200, 0, 40) in {color for _, color in marked.getcolors(1 << 24)}


def test_a_decimal_point_that_is_gone_is_found(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, pdf_of(FACTS), pdf_of(FACTS.replace("<b>.</b>", "<b style='color:#fff'>.</b>")))
    assert len(page.areas) == 1
    assert overlap(page.areas[0], (15, 7, 30, 12))


@pytest.mark.parametrize("change", [("margin-left:0", "margin-left:.06mm"), ("<b>", "<b style='color:#040404'>")])
def test_edges_drawn_a_little_otherwise_are_no_change(tmp_path: Path, change: tuple[str, str]) -> None:
    left, right = pdf_of(FACTS), pdf_of(FACTS.replace(*change))
    (page,) = pages_of(tmp_path, left, right)
    assert left != right
    assert (page.areas, page.note) == ([], "")
    assert set(page.pictures) == {"left", "right"}


def test_a_page_of_one_side_is_named(tmp_path: Path) -> None:
    first, second = pages_of(tmp_path, pdf_of(FACTS), pdf_of(FACTS, "<p>More</p>"))
    assert first.areas == []
    assert (second.note, second.areas) == ("Only the right file has page 2.", [[0, 0, 90.0, 50.0]])
    assert set(second.pictures) == {"right"}


def test_a_picture_fits_a_picture_of_its_shape(tmp_path: Path) -> None:
    """400 × 200 dots against the same at twice the size: one black square is new, at 300 dots an inch."""
    (page,) = pages_of(tmp_path, png_of((400, 200)), png_of((800, 400), spot=(100, 100, 200, 200)))
    ((left, top, width, height),) = page.areas
    assert (left, top) == (pytest.approx(4.2, abs=1.1), pytest.approx(4.2, abs=1.1))
    assert (width, height) == (pytest.approx(4.2, abs=2.1), pytest.approx(4.2, abs=2.1))


def test_pages_of_another_shape_are_one_area(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, png_of((300, 300)), png_of((600, 300)))
    assert page.note == "The pages differ in size: 25 × 25 mm and 51 × 25 mm."
    assert page.areas == [[0, 0, 25.4, 25.4]]


def locked() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_of(FACTS))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def test_hostile_files_end_in_a_sentence(tmp_path: Path) -> None:
    good = png_of((30, 30))
    for content, sentence in (
        (b"", "The right file is empty."),
        (locked(), "The right file is protected by a password."),
        (b"%PDF-1.7\nand nothing more", "The right file is a damaged PDF."),
        (b"MZ\x90\x00 a program", "The right file is neither a PDF nor a picture (PNG, JPEG, TIFF)."),
        (good[:55], "A page could not be drawn (OSError)."),
    ):
        with pytest.raises(NotComparedError) as caught:
            pages_of(tmp_path, good, content)
        assert str(caught.value) == sentence


def test_a_huge_picture_is_not_unpacked() -> None:
    """It claims one dot more than is allowed; the header alone says so."""
    image, out = Image.new("1", (8, 8)), io.BytesIO()
    image.save(out, "PNG")
    data = out.getvalue()
    side = MOST_DOTS_GIVEN + 1
    head = data[:16] + side.to_bytes(4, "big") + (1).to_bytes(4, "big") + data[24:29]
    head += zlib.crc32(head[12:29]).to_bytes(4, "big")
    with pytest.raises(UndrawableError, match=r"dots; 80,000,000 at most are compared\."):
        opened("left", head + data[33:])


def test_many_pages_are_refused(tmp_path: Path) -> None:
    many = pdf_of(*(["<p>x</p>"] * 21))
    with pytest.raises(NotComparedError, match="The left file has 21 pages; 20 at most are compared"):
        pages_of(tmp_path, many, pdf_of(FACTS))


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import time; time.sleep(60)", "It takes too long to draw."),
        ("raise SystemExit(9)", "The program that draws broke off."),
        ("import sys; sys.stdout.buffer.write(b'\\x00\\x00\\x00\\x02{]')", "The program that draws broke off."),
        ("import sys; sys.stdout.buffer.write(b'\\x7f\\xff\\xff\\xff')", "The program that draws broke off."),
    ],
)
def test_a_program_that_hangs_or_lies_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, sentence: str
) -> None:
    real = subprocess.Popen
    monkeypatch.setattr(artworks, "WALL_SECONDS", 0.5)
    monkeypatch.setattr(artworks.subprocess, "Popen", lambda _, **named: real([sys.executable, "-c", program], **named))
    with pytest.raises(NotComparedError, match=sentence):
        pages_of(tmp_path, b"a", b"b")
