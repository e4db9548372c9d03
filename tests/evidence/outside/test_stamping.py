"""An auditor's copy of a PDF bears a line on every page; what cannot be stamped is left alone."""

from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from evidence.outside.stamping import stamped

WORDS = "Copy for Astrid Nyman (ÅN), Nyman Quality Audits. SHA-256 of the original: " + "9f" * 32 + " and so on" * 8


def pdf(pages: int, rotate: int = 0) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(300, 400))
        page.rotate(rotate, relative=False)
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("pages", "rotate"), [(1, 0), (3, 90)])
def test_every_page_bears_the_whole_line(pages: int, rotate: int) -> None:
    original = pdf(pages, rotate)
    copy = stamped([original], WORDS)
    assert copy is not None
    content = copy.read()
    assert content != original
    texts = [page.extract_text().replace("\n", "") for page in PdfReader(BytesIO(content)).pages]
    assert texts == [WORDS] * pages


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"no PDF at all"])
def test_what_is_no_pdf_has_no_copy(content: bytes) -> None:
    assert stamped([content], WORDS) is None
