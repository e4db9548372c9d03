"""`python -m evidence.outside.page_reader pypdf|pdftotext|ocr`: the confined program that opens a hostile PDF.

The file comes on standard input (a real file, so that nothing is copied). `pypdf` answers a line of JSON a page and
at the end how many there are; `pdftotext` becomes that program; `ocr` writes the recognized text into the folder
given as second word. Knows no Django and no secret: it is started with an empty environment.
"""

import json
import logging
import os
import shutil
import sys

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from evidence.outside.confinement import confine

MEMORY, OCR_MEMORY = 1024 * 2**20, 4 * 2**30
SECONDS, OCR_SECONDS = 60, 900
MOST_PAGES = 5000
MOST_LETTERS = 100_000
"""Of one page: more is a bomb, not prose."""
UNREADABLE = 3
_OCR_WRITES = 2 * 2**30


def main(way: str, folder: str = "") -> int:
    """0, or UNREADABLE after a line that says why; or the end by a signal."""
    if way == "pypdf":
        confine(memory=MEMORY, seconds=SECONDS)
        return _pypdf()
    if way == "pdftotext":
        program = shutil.which("pdftotext", path=os.defpath) or ""
        confine(memory=MEMORY, seconds=SECONDS, programs=True)
        os.execv(program, [program, "-q", "-enc", "UTF-8", "-", "-"])  # noqa: S606 - found on the system's own path
    confine(memory=OCR_MEMORY, seconds=OCR_SECONDS, programs=True, writes=_OCR_WRITES)
    program = shutil.which("ocrmypdf", path=os.defpath) or ""
    words = ["--quiet", "--force-ocr", "--image-dpi=300", "--output-type=pdf", f"--sidecar={folder}/text"]
    os.execv(program, [program, *words, "-", f"{folder}/out.pdf"])  # noqa: S606 - likewise
    return UNREADABLE


def _pypdf() -> int:
    logging.disable(logging.CRITICAL)  # what it complains of, the outcome says
    try:
        pages = PdfReader(sys.stdin.buffer).pages
        for number, page in enumerate(pages, start=1):
            if number > MOST_PAGES:
                break
            text = page.extract_text()
            if not text and (contents := page.get_contents()) is not None:
                contents.get_data()  # pypdf takes a page that it cannot unpack for an empty one
            print(json.dumps({"page": number, "text": text[:MOST_LETTERS]}), flush=True)  # noqa: T201
        print(json.dumps({"pages": len(pages)}), flush=True)  # noqa: T201
    except MemoryError:
        return _fails("it needs more memory than a document should")
    except RecursionError:
        return _fails("it is nested too deeply")
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError) as error:
        return _fails(f"{type(error).__name__}: {error}"[:300])
    return 0


def _fails(problem: str) -> int:
    print(json.dumps({"problem": problem}), flush=True)  # noqa: T201
    return UNREADABLE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
