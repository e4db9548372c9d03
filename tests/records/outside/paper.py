"""Small documents for tests, and what other programs say about a PDF."""

import re
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import page
import pikepdf
from page import ValidationProfile

STATIC = Path(__file__).resolve().parents[3] / "static"
AT = datetime(2026, 3, 27, 16, 40, 12, tzinfo=UTC)
MESSAGE_STREAM_LENGTH = "STREAM-LENGTH"
MESSAGE_BYTE_RANGE = "PDFA3B-SIGNATURE-BYTERANGE-001"


def document(name: str, pages: int, body: str = "") -> str:
    """An HTML document of `pages` pages; page k says `<name> k`."""
    sections = "".join(
        f"<section><h2 data-title='{name} {number}'>{name} {number}</h2>{body}</section>"
        for number in range(1, pages + 1)
    )
    return (
        "<!DOCTYPE html><html lang='en'><head><title>-</title><link rel='stylesheet' href='print/report.css'>"
        f"<style>section + section {{ break-before: page }}</style></head><body>{sections}</body></html>"
    )


def text_of(pdf: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def fonts_of(pdf: bytes, folder: Path) -> set[str]:
    """The names of the fonts in the file, each followed by "embedded" or "missing"."""
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    table = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout
    rows = [line.split() for line in table.splitlines()[2:]]
    return {f"{row[0].split('+')[-1]} {'embedded' if row[-5] == 'yes' else 'missing'}" for row in rows}


def pdf_a_failures(pdf: bytes) -> list[str]:
    """What keeps the file from being PDF/A-3b, by the page_validation checker.

    Two of its findings are waived when the bytes show that it is wrong: it takes a stream whose last byte is one of a
    line's end (a certificate or a Flate stream ends in any byte) for one with a wrong length; and it asks the first
    of two signatures to cover the second too (ISO 19005-3, 6.4.3 asks for the file as it was at signing).
    """
    report = page.validate_pdf_bytes(pdf, profile=ValidationProfile.PDF_A_3B)
    return [
        f"{failure.rule_id}: {failure.message}"
        for failure in report.failures
        if not (MESSAGE_STREAM_LENGTH in failure.rule_id and _lengths_hold(pdf))
        and not (failure.rule_id == MESSAGE_BYTE_RANGE and _last_covers_all(pdf))
    ]


def _lengths_hold(pdf: bytes) -> bool:
    """Whether some stream ends in a line's end, and qpdf finds “endstream” where each stream's length says."""
    with pikepdf.open(BytesIO(pdf)) as book:
        ends = {bytes(one.read_raw_bytes())[-1:] for one in book.objects if isinstance(one, pikepdf.Stream)}
        return bool(ends & {b"\r", b"\n"}) and not book.check_pdf_syntax()


def _last_covers_all(pdf: bytes) -> bool:
    """Whether there are two signatures, and the last one covers the file from its first byte to its last."""
    ranges = [[int(number) for number in found.split()] for found in re.findall(rb"/ByteRange \[([\d ]+)\]", pdf)]
    return len(ranges) == 2 and ranges[-1][0] == 0 and sum(ranges[-1][2:]) == len(pdf)


def pdfsig_says(path: Path) -> str:
    """The whole answer of poppler's pdfsig; its exit code says nothing (0 for a broken seal too)."""
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, check=False, text=True).stdout
