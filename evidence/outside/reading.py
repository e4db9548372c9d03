"""The text of a stored file, page by page, read by a confined child process: it may crash, hang or swell, we don't."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from evidence.outside.page_reader import MOST_LETTERS, MOST_PAGES
from evidence.states import ReadingOutcome, TextSource

MOST_BYTES_OUT = 64 * 2**20
WALL_SECONDS, OCR_WALL_SECONDS = 120, 540
_TEXT_BYTES = 2**20
_PICTURES = ("image/png", "image/jpeg", "image/tiff")
_TEXTS = ("text/csv", "text/plain", "application/json", "application/xml")
_SECONDS = {"pypdf": WALL_SECONDS, "pdftotext": WALL_SECONDS, "ocr": OCR_WALL_SECONDS}
READABLE = ("application/pdf", *_PICTURES, *_TEXTS)


@dataclass(frozen=True, slots=True)
class Reading:
    """How it went: the outcome, a sentence when it failed or is empty, and the texts by page from 1."""

    outcome: ReadingOutcome
    sentence: str = ""
    source: TextSource = TextSource.EMBEDDED
    texts: dict[int, str] = field(default_factory=dict)


def read(content: BinaryIO, media_type: str) -> Reading:
    """The text inside; never raises for what is in the file. `content` is an open file of the system."""
    if media_type in _TEXTS:
        return _found({1: content.read(_TEXT_BYTES).decode(errors="replace")})
    reading = _embedded(content) if media_type == "application/pdf" else _found({})
    if reading.outcome == ReadingOutcome.READ or not shutil.which("ocrmypdf", path=os.defpath):
        return reading
    recognized = _recognized(content)
    return recognized if recognized.outcome == ReadingOutcome.READ else reading


def _embedded(content: BinaryIO) -> Reading:
    output, problem = _run("pypdf", content)
    texts, told = _lines(output)
    if not told:
        return _found(texts)
    if not texts and "Limit" not in told and shutil.which("pdftotext", path=os.defpath):
        second, trouble = _run("pdftotext", content)
        second_reading = _found(_leaves(second))
        if not trouble and second_reading.outcome == ReadingOutcome.READ:
            return second_reading
    beyond = f" beyond page {max(texts)}" if texts else ""
    why = told.rstrip(".") if told != "?" else problem or "the reader broke off"
    return replace(_found(texts), outcome=ReadingOutcome.FAILED, sentence=f"Text could not be read{beyond}: {why}.")


def _recognized(content: BinaryIO) -> Reading:
    with tempfile.TemporaryDirectory(dir=settings.EVIDENCE_QUARANTINE.parent, prefix="ocr-") as folder:
        _, problem = _run("ocr", content, folder)
        text = Path(folder, "text")
        if problem or not text.exists():
            return Reading(ReadingOutcome.FAILED, f"Text could not be recognized: {problem}.")
        return replace(_found(_leaves(text.read_bytes())), source=TextSource.OCR)


def _run(way: str, content: BinaryIO, *words: str) -> tuple[bytes, str]:
    """What the child wrote, and what went wrong ("" when nothing). It is gone afterwards, with all its children."""
    os.lseek(content.fileno(), 0, os.SEEK_SET)
    command = [sys.executable, "-E", "-s", "-m", "evidence.outside.page_reader", way, *words]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"} | ({"TMPDIR": words[0], "HOME": words[0]} if words else {})
    child = subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
    )
    with tempfile.TemporaryFile() as written:
        problem = _watched(child, written, _SECONDS[way])
        written.seek(0)
        return written.read(), problem or _ended(child.returncode)


def _watched(child: "subprocess.Popen[bytes]", written: BinaryIO, seconds: float) -> str:
    """Take what it writes, up to a limit, for so long; then kill it and whatever it started."""
    timer = threading.Timer(seconds, _kill, [child])
    timer.start()
    try:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        with child.stdout as pipe:
            size = 0
            while piece := pipe.read(2**20):
                size += len(piece)
                if size > MOST_BYTES_OUT:
                    return "it holds more text than a document should"
                written.write(piece)
        child.wait()
    finally:
        timer.cancel()
        _kill(child)
        child.wait()
    return ""


def _kill(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _ended(code: int) -> str:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "it takes too long to read"
    return f"the reader broke off ({code})" if code else ""


def _lines(output: bytes) -> tuple[dict[int, str], str]:
    """The pages that were written whole, and why they are not all ("" when they are; "?" when it doesn't say)."""
    texts: dict[int, str] = {}
    for line in output.splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            break  # cut in the middle
        if "page" not in told:
            return texts, told.get("problem", "")
        texts[told["page"]] = told["text"]
    return texts, "?"


def _leaves(output: bytes) -> dict[int, str]:
    """Pages as programs of the old school part them: by form feeds."""
    leaves = output.decode(errors="replace").split("\f")[:MOST_PAGES]
    return {number: leaf[:MOST_LETTERS] for number, leaf in enumerate(leaves, start=1)}


def _found(texts: dict[int, str]) -> Reading:
    """Blank pages are left out; PostgreSQL takes no NUL, UTF-8 no lone surrogate."""
    clean = {page: text.replace("\0", "").encode(errors="replace").decode().strip() for page, text in texts.items()}
    kept = {page: text for page, text in clean.items() if text}
    if kept:
        return Reading(ReadingOutcome.READ, texts=kept)
    return Reading(ReadingOutcome.EMPTY, "No text is in it: a picture or a scan.")
