"""Text by page from honest files; from hostile ones a sentence, in time, and nothing left running."""

import io
import os
import shutil
import signal
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from evidence.outside import reading
from evidence.outside.reading import read
from evidence.states import ReadingOutcome, TextSource

REAL = Path(__file__).resolve().parents[3].parent / "shared" / "data"
PDF = "application/pdf"


def written(folder: Path, content: bytes) -> Any:
    path = folder / "file"
    path.write_bytes(content)
    return path.open("rb")


def pdf_of(*streams: bytes) -> bytes:
    """A PDF of one page a stream, each already deflated."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(streams)))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
    ]
    for n, stream in enumerate(streams):
        font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        parts.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] {font} /Contents {4 + 2 * n} 0 R >>".encode())
        parts.append(f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream")
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    tail = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode()


def page(text: str) -> bytes:
    return zlib.compress(f"BT /F1 12 Tf 10 10 Td ({text}) Tj ET".encode())


def bomb() -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"BT (x) Tj ET\n" * 10_000) for _ in range(800)) + packer.flush()


def test_pages_are_read_one_by_one(tmp_path: Path) -> None:
    with written(tmp_path, pdf_of(page("Lead 0.4 ppm"), page(""), page("Lot MG2603-114"))) as file:
        found = read(file, PDF)
    assert (found.outcome, found.source) == (ReadingOutcome.READ, TextSource.EMBEDDED)
    assert found.texts == {1: "Lead 0.4 ppm", 3: "Lot MG2603-114"}


def test_real_documents_are_read(tmp_path: Path) -> None:
    files = sorted((REAL / "pdf").glob("*.pdf"))
    if not files:
        pytest.skip(f"no PDFs in {REAL}")
    for path in files[:3]:
        with path.open("rb") as file:
            found = read(file, PDF)
        assert found.outcome == ReadingOutcome.READ, path.name
        assert found.texts[1]


def test_a_text_file_is_one_page(tmp_path: Path) -> None:
    with written(tmp_path, b"lot;value\nMG2603-114;0,4\0\n") as file:
        assert read(file, "text/csv").texts == {1: "lot;value\nMG2603-114;0,4"}


def test_a_picture_has_no_text(tmp_path: Path) -> None:
    with written(tmp_path, b"\x89PNG\r\n\x1a\n") as file:
        found = read(file, "image/png")
    assert (found.outcome, found.sentence) == (ReadingOutcome.EMPTY, "No text is in it: a picture or a scan.")


@pytest.mark.skipif(not shutil.which("ocrmypdf", path=os.defpath), reason="ocrmypdf is not installed")
def test_a_scan_is_read_where_ocrmypdf_is_installed(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1700, 2200), "white")
    ImageDraw.Draw(picture).text((200, 200), "LEAD CONFORMS", "black", ImageFont.load_default(120))
    picture.save(tmp_path / "scan.png", dpi=(200, 200))
    with (tmp_path / "scan.png").open("rb") as file:
        found = read(file, "image/png")
    assert (found.outcome, found.source) == (ReadingOutcome.READ, TextSource.OCR)
    assert "LEAD CONFORMS" in found.texts[1]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj << /Length 99999999999 >>", b"%PDF-" + bytes(5000)]
)
def test_a_torn_file_leaves_a_sentence(tmp_path: Path, content: bytes) -> None:
    with written(tmp_path, content) as file:
        found = read(file, PDF)
    assert found.outcome == ReadingOutcome.FAILED
    assert found.sentence.startswith("Text could not be read: ")


def test_a_bomb_leaves_a_sentence_and_the_pages_before_it(tmp_path: Path) -> None:
    with written(tmp_path, pdf_of(page("Before"), bomb(), page("After"))) as file:
        found = read(file, PDF)
    assert found.outcome == ReadingOutcome.FAILED
    assert found.sentence.startswith("Text could not be read beyond page 1: LimitReachedError")
    assert found.texts == {1: "Before"}


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that never ends: the reader waits for more until its time is up."""
    monkeypatch.setitem(reading._SECONDS, "pypdf", 0.3)
    monkeypatch.setitem(reading._SECONDS, "pdftotext", 0.3)
    place = tmp_path / "endless"
    os.mkfifo(place)
    held = os.open(place, os.O_RDWR)
    try:
        child = reading.subprocess.Popen(["sleep", "60"], stdout=reading.subprocess.PIPE, start_new_session=True)
        assert reading._watched(child, io.BytesIO(), 0.3) == ""
        assert child.returncode == -9
        assert reading._ended(child.returncode) == "it takes too long to read"
    finally:
        os.close(held)


def test_more_text_than_a_document_should_hold_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES_OUT", 10_000)
    child = reading.subprocess.Popen(["yes"], stdout=reading.subprocess.PIPE, start_new_session=True)
    assert reading._watched(child, io.BytesIO(), 20) == "it holds more text than a document should"
    assert child.returncode in (-signal.SIGKILL, -signal.SIGPIPE)  # ended, or it found nobody listening first


@pytest.mark.parametrize(
    ("output", "texts", "why"),
    [
        (b'{"page": 1, "text": "a"}\n{"pages": 1}\n', {1: "a"}, ""),
        (b'{"page": 1, "text": "a"}\n{"problem": "KeyError: x"}\n', {1: "a"}, "KeyError: x"),
        (b'{"page": 1, "text": "a"}\n{"page": 2, "te', {1: "a"}, "?"),
        (b"", {}, "?"),
    ],
)
def test_what_a_reader_wrote_is_understood(output: bytes, texts: dict[int, str], why: str) -> None:
    assert reading._lines(output) == (texts, why)


def test_old_programs_part_pages_by_form_feeds() -> None:
    assert reading._leaves(b"one\ftwo\f") == {1: "one", 2: "two", 3: ""}
