"""A watermarked copy of a stored PDF or picture for somebody from outside; the stored bytes stay as they are."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

import pikepdf
from django.conf import settings

from evidence.outside.stamper import PDF, SECONDS

MOST_BYTES = 100 * 2**20
"""The copy stands in memory."""
_PAGE = (612, 792)
"""Letter, in points."""


def stamped(chunks: Iterable[bytes], words: str, media_type: str = PDF) -> BinaryIO | None:
    """The copy with these words on each page or frame, made by a confined child; None where that fails."""
    with tempfile.TemporaryFile() as given:
        for chunk in chunks:
            given.write(chunk)
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-E", "-s", "-m", "evidence.outside.stamper", media_type, words],
                stdin=given,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                timeout=SECONDS * 2,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
    return BytesIO(done.stdout) if done.returncode == 0 and done.stdout else None


def covered(content: bytes, name: str, words: str) -> BinaryIO:
    """A page that bears these words, with a file that cannot be stamped attached to it as it is."""
    with pikepdf.new() as cover:
        cover.add_blank_page(page_size=_PAGE)
        cover.attachments[name] = pikepdf.AttachedFileSpec(
            cover, content, description="", filename=name, mime_type="", creation_date="", mod_date=""
        )
        out = BytesIO()
        cover.save(out)
    page = stamped([out.getvalue()], f"{name} cannot be marked itself: it is attached to this page as it is. {words}")
    if page is None:
        raise RuntimeError("the page that covers a file could not be stamped")
    return page
