"""Two artworks compared by a confined child, page by page: it may crash, hang or swell, we don't."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from django.conf import settings

WALL_SECONDS = 300.0
MOST_BYTES = 100 * 2**20
"""Of a file: a larger one is no label."""
MOST_BYTES_OUT = 512 * 2**20
_MOST_HEAD = 2**20
MEDIA_TYPES = ("application/pdf", "image/png", "image/jpeg", "image/tiff")


class NotComparedError(Exception):
    """A sentence that says why the files, or the rest of their pages, could not be compared."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One compared page: areas as [left, top, width, height] in millimeters, pictures as PNG by their side."""

    number: int
    size: tuple[float, float]
    areas: list[list[float]] = field(default_factory=list)
    note: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)


def compared(left: BinaryIO, right: BinaryIO) -> Iterator[DrawnPage]:
    """The pages as they are done; raises NotComparedError. Both are open files of the system."""
    for content in (left, right):
        if os.fstat(content.fileno()).st_size > MOST_BYTES:
            raise NotComparedError(f"A file has more than {MOST_BYTES // 2**20} MB, which no label has.")
        os.lseek(content.fileno(), 0, os.SEEK_SET)
    child = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-E", "-s", "-m", "evidence.outside.artwork_reader", str(right.fileno())],
        stdin=left,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[right.fileno()],
        cwd=settings.BASE_DIR,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        start_new_session=True,
    )
    timer = threading.Timer(WALL_SECONDS, _kill, [child])
    timer.start()
    try:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        with child.stdout as pipe:
            yield from _told(child, pipe)
    finally:
        timer.cancel()
        _kill(child)
        child.wait()


def _told(child: "subprocess.Popen[bytes]", pipe: IO[bytes]) -> Iterator[DrawnPage]:
    left_over = MOST_BYTES_OUT
    while True:
        size = int.from_bytes(pipe.read(4), "big")
        if not 0 < size <= _MOST_HEAD:
            raise NotComparedError(_ended(child))
        head = _head(pipe.read(size))
        if "problem" in head:
            raise NotComparedError(str(head["problem"]))
        if "end" in head:
            return
        if "page" not in head:
            continue
        lengths = {str(name): int(length) for name, length in head["pictures"].items()}
        left_over -= sum(lengths.values())
        if left_over < 0:
            raise NotComparedError("The drawn pages are larger than those of a label should be.")
        pictures = {name: pipe.read(length) for name, length in lengths.items()}
        if any(len(pictures[name]) != length for name, length in lengths.items()):
            raise NotComparedError(_ended(child))
        width, height = head["size"]
        yield DrawnPage(head["page"], (width, height), head["areas"], head["note"], pictures)


def _head(text: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        raise NotComparedError("The program that draws broke off.") from None
    return found


def _ended(child: "subprocess.Popen[bytes]") -> str:
    """Why nothing more came."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=5)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "It takes too long to draw."
    return "The program that draws broke off."


def _kill(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
