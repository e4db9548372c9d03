"""PDFs made to hurt: each ends in time and within its memory with a sentence, and nothing gets out of the reader."""

import io
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from evidence.outside import reading
from evidence.outside.reading import Reading, read
from evidence.states import ReadingOutcome
from tests.architecture.sources import python_files
from tests.databases import ROOT
from tests.evidence.outside.test_reading import PDF, page, pdf_of, written

LONGEST = 1.5
"""Seconds that a file without end is given; in service it is two minutes, and on a busy machine others need them."""


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("pypdf", "pdftotext", "ocr"):
        monkeypatch.setitem(reading._SECONDS, way, LONGEST)


def objects(*parts: str) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    tail = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{tail}".encode()


def encrypted(password: str) -> bytes:
    writer, kept = PdfWriter(clone_from=io.BytesIO(pdf_of(page("Lead 0.4 ppm")))), io.BytesIO()
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(kept)
    return kept.getvalue()


def branching() -> bytes:
    """A tree of thirty levels with ten branches each that all lead to the next level: 10³⁰ pages."""
    levels = [f"<< /Type /Pages /Count 9 /Kids [{f'{n + 3} 0 R ' * 10}] >>" for n in range(30)]
    return objects("<< /Type /Catalog /Pages 2 0 R >>", *levels, "<< /Type /Page /MediaBox [0 0 9 9] >>")


def drawing() -> bytes:
    """A page that draws a form ten times, which draws another ten times, twelve deep: 10¹² drawings."""
    words = "/F Do " * 10
    forms = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {n + 5} 0 R >> >> "
        f"/Length {len(words)} >>\nstream\n{words}\nendstream"
        for n in range(12)
    ]
    first = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 16 0 R /Resources << /XObject << /F 4 0 R >> >> >>"
    )
    last = f"<< /Length {len(words)} >>\nstream\n{words}\nendstream"
    tree = "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return objects("<< /Type /Catalog /Pages 2 0 R >>", tree, first, *forms, last)


def circular() -> bytes:
    """A page tree that is its own branch."""
    return objects("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [2 0 R] >>")


def nested() -> bytes:
    """Arrays in arrays, deeper than any stack."""
    deep = "[" * 60_000 + "]" * 60_000
    return objects("<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count 1 /Kids {deep} >>")


def looping() -> bytes:
    """A table of places that says to go on where it began."""
    body = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer << /Size 1 /Root 1 0 R /Prev 9 >>\n"
    return body + b"startxref\n9\n%%EOF\n"


def huge() -> bytes:
    """One page as large as a city."""
    return pdf_of(page("Lead 0.4 ppm")).replace(b"[0 0 99 99]", b"[0 0 9000000000 9000000000]")


def told(folder: Path, content: bytes) -> tuple[Reading, float]:
    begun = time.monotonic()
    with written(folder, content) as file:
        found = read(file, PDF)
    return found, time.monotonic() - begun


def test_a_document_with_a_password_cannot_be_read_and_says_so(tmp_path: Path) -> None:
    found, _ = told(tmp_path, encrypted("secret"))
    assert (found.outcome, found.texts) == (ReadingOutcome.FAILED, {})
    assert found.sentence == "Text could not be read: FileNotDecryptedError: File has not been decrypted."


def test_a_document_that_opens_without_a_password_is_read(tmp_path: Path) -> None:
    found, _ = told(tmp_path, encrypted(""))
    assert found.texts == {1: "Lead 0.4 ppm"}


def test_a_huge_page_is_read_like_any_other(tmp_path: Path) -> None:
    found, _ = told(tmp_path, huge())
    assert found.texts == {1: "Lead 0.4 ppm"}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("made", [circular, nested, looping, branching])
def test_what_has_no_end_is_ended(made: object, tmp_path: Path) -> None:
    found, seconds = told(tmp_path, made())  # type: ignore[operator]  # one of the functions above
    assert found.outcome == ReadingOutcome.FAILED
    assert found.sentence.startswith("Text could not be read: ")
    assert seconds < 2 * LONGEST + 20


def test_what_takes_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in ("pypdf", "pdftotext"):
        monkeypatch.setitem(reading._SECONDS, way, 0.6)
    found, _ = told(tmp_path, drawing())
    assert found.sentence == "Text could not be read: it takes too long to read."


def test_the_reader_is_shut_in_before_it_looks_at_a_file() -> None:
    """`main` with another reader in place of pypdf's: what it may still do then."""
    tries = """
import json, os, socket, sys, time
from evidence.outside import page_reader
def door(name, opens):
    try:
        opens()
        return "open"
    except (OSError, MemoryError) as error:
        return type(error).__name__
def reader():
    said = {
        "network": door("network", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)),
        "name server": door("name server", lambda: socket.getaddrinfo("localhost", 80, type=socket.SOCK_STREAM)
                            and socket.socket(socket.AF_INET, socket.SOCK_DGRAM)),
        "memory": door("memory", lambda: bytearray(page_reader.MEMORY)),
        "file": door("file", lambda: open("left-behind", "w").close()),
        "process": door("process", lambda: os.fork() or os._exit(0)),
    }
    print(json.dumps(said), flush=True)
    while True:
        pass
page_reader.SECONDS, page_reader._pypdf = 1, reader
page_reader.main("pypdf")
"""
    ended = subprocess.run([sys.executable, "-c", tries], cwd=ROOT, capture_output=True, text=True, check=False)
    assert json.loads(ended.stdout) == {
        "network": "PermissionError",
        "name server": "PermissionError",
        "memory": "MemoryError",
        "file": "PermissionError",
        "process": "PermissionError",
    }
    assert reading._ended(ended.returncode) == "it takes too long to read"
    assert not (ROOT / "left-behind").exists()


def test_only_the_confined_programs_parse_pdfs() -> None:
    """Requests and workers read the stored texts; a parser is opened in a process of its own alone."""
    takes = re.compile(r"^\s*(from|import) (pypdf|pypdfium2|pdfplumber|pdfminer|pikepdf)\b", re.MULTILINE)
    files = [path for path in python_files() if path.parts[0] == "evidence"]
    users = {str(path) for path in files if takes.search((ROOT / path).read_text(encoding="utf-8"))}
    reader, drawer = "evidence/outside/page_reader.py", "evidence/outside/artwork_reader.py"
    attaching = "evidence/outside/stamping.py"  # opens a page of our own and puts the file beside it, unread
    assert users == {reader, drawer, attaching, "evidence/outside/artwork_pages.py", "evidence/outside/stamper.py"}
