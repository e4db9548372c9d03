"""`python -m evidence.outside.artwork_reader NUMBER`: the confined program that draws and compares artworks.

The left file comes on standard input, the right one as the open file of that number. Answers messages: four bytes that
say how long the head is, the head as JSON, then the pictures that it announces. Knows no Django and no secret: it is
started with an empty environment.
"""

import json
import os
import sys
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from PIL import Image

from evidence.outside.artwork_pages import Pages, UndrawableError, compared_pages, opened
from evidence.outside.confinement import confine

MEMORY, SECONDS = 2 * 2**30, 180
MOST_PAGES = 20
UNREADABLE = 3


def main(number: str) -> int:
    """0, or UNREADABLE after a message that says why; or the end by a signal."""
    left, right = sys.stdin.buffer, os.fdopen(int(number), "rb")
    Image.init()
    confine(memory=MEMORY, seconds=SECONDS)
    try:
        return _compare(opened("left", left.read()), opened("right", right.read()))
    except UndrawableError as error:
        return _fails(str(error))
    except MemoryError:
        return _fails("A page needs more memory than a label should.")
    except (pdfium.PdfiumError, OSError, ValueError, SyntaxError, ArithmeticError, RecursionError) as error:
        return _fails(f"A page could not be drawn ({type(error).__name__}).")


def _compare(left: Pages, right: Pages) -> int:
    for side in (left, right):
        if side.count > MOST_PAGES:
            return _fails(f"The {side.side} file has {side.count} pages; {MOST_PAGES} at most are compared.")
    _tell({"pages": [left.count, right.count]})
    for number in range(1, max(left.count, right.count) + 1):
        page = compared_pages(left, right, number)
        pictures = {name: _png(picture) for name, picture in page.pictures.items()}
        head = {"page": number, "size": page.size, "areas": page.areas, "note": page.note}
        _tell(head | {"pictures": {name: len(data) for name, data in pictures.items()}}, *pictures.values())
    _tell({"end": True})
    return 0


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _tell(head: dict[str, Any], *blobs: bytes) -> None:
    text = json.dumps(head).encode()
    for piece in (len(text).to_bytes(4, "big"), text, *blobs):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _fails(sentence: str) -> int:
    _tell({"problem": sentence})
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
