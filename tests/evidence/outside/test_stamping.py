"""An auditor's copy of a PDF or picture bears a line; what cannot be stamped is attached to a page that does."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageSequence
from pypdf import PdfReader

from evidence.outside.stamping import covered, stamped

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


def picture(form: str, mode: str = "RGB", frames: int = 1, size: tuple[int, int] = (640, 480)) -> bytes:
    made, out = [Image.new(mode, size) for _ in range(frames)], BytesIO()
    made[0].save(out, form, **({"save_all": True, "append_images": made[1:]} if frames > 1 else {}))
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "mode", "frames"), [("PNG", "RGB", 1), ("PNG", "P", 1), ("JPEG", "L", 1), ("TIFF", "1", 3)]
)
def test_every_frame_of_a_picture_gets_a_band_and_nothing_is_hidden(form: str, mode: str, frames: int) -> None:
    copy = stamped([picture(form, mode, frames)], WORDS, f"image/{form.lower()}")
    assert copy is not None
    with Image.open(copy) as image:
        assert image.format == form
        drawn = [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]
    assert len(drawn) == frames
    for frame in drawn:
        assert frame.width == 640
        assert frame.height > 480
        assert max(frame.crop((0, 0, 640, 476)).get_flattened_data()) < (16, 16, 16), (
            "the black picture itself is untouched"
        )
        band = frame.crop((0, 484, 640, frame.height))
        reds = [pixel for pixel in band.get_flattened_data() if pixel[0] > 120 and max(pixel[1:]) < 90]
        assert len(reds) > 500, "the words are there to be read"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "image/png"),
        (picture("PNG")[:60], "image/png"),
        (picture("TIFF", "I;16"), "image/tiff"),
        (picture("PNG"), "application/pdf"),
        (pdf(1), "image/png"),
    ],
)
def test_what_cannot_be_drawn_on_has_no_copy(content: bytes, media_type: str) -> None:
    assert stamped([content], WORDS, media_type) is None


def test_what_cannot_be_stamped_is_attached_to_a_page_that_is() -> None:
    out = covered(b"%PDF-1.7 broken", "scan.pdf", WORDS)
    with pikepdf.open(out) as made:
        assert made.attachments["scan.pdf"].get_file().read_bytes() == b"%PDF-1.7 broken"
    text = PdfReader(out).pages[0].extract_text().replace("\n", "")
    assert text == f"scan.pdf cannot be marked itself: it is attached to this page as it is. {WORDS}"
