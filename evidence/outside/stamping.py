"""A watermarked copy of a stored PDF for somebody from outside; the stored bytes stay as they are."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from django.conf import settings

from evidence.outside.stamper import SECONDS

MOST_BYTES = 100 * 2**20
"""A larger file is handed over as it is: the copy would stand in memory."""


def stamped(chunks: Iterable[bytes], words: str) -> BinaryIO | None:
    """The copy with these words on each page, made by a confined child; None when the file cannot be stamped."""
    with tempfile.TemporaryFile() as given:
        for chunk in chunks:
            given.write(chunk)
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                [sys.executable, "-E", "-s", "-m", "evidence.outside.stamper", words],
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
