"""`python -m evidence.outside.stamper`: the confined program that writes a line on a hostile PDF's pages or a picture.

The file comes on standard input; the two words are its media type and the line. The stamped copy leaves on standard
output. Knows no Django and no secret: it is started with an empty environment.
"""

import sys
from io import BytesIO

import pikepdf
from PIL import Image, ImageFont

from evidence.outside.confinement import confine
from evidence.outside.image_stamps import stamped_image

MEMORY, SECONDS = 1024 * 2**20, 60
UNREADABLE = 3
PDF = "application/pdf"
_PROBLEMS = (
    pikepdf.PdfError, ValueError, KeyError, TypeError, MemoryError, RecursionError, OSError, RuntimeError, SyntaxError,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
"""What the readers of hostile files raise; Pillow's for a broken PNG is a SyntaxError."""
_SIZE, _MARGIN, _LEADING, _LETTERS = 6.5, 12, 8, 150
"""Points; letters on a line of the stamp."""


def main(media_type: str, words: str) -> int:
    """0, or UNREADABLE for a file that cannot be stamped."""
    ImageFont.load_default(_LETTERS)  # what it loads is loaded before the door shuts
    confine(memory=MEMORY, seconds=SECONDS)
    try:
        made = _stamped_pdf(words) if media_type == PDF else stamped_image(BytesIO(sys.stdin.buffer.read()), words)
    except _PROBLEMS:
        return UNREADABLE
    sys.stdout.buffer.write(made)
    return 0


def _stamped_pdf(words: str) -> bytes:
    with pikepdf.open(sys.stdin.buffer) as pdf:
        for page in pdf.pages:
            _stamp(pdf, page, words)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def _stamp(pdf: pikepdf.Pdf, page: pikepdf.Page, words: str) -> None:
    """At the foot of the page, above everything else; what stood there is drawn as it was."""
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    name = page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font)
    left, bottom, *_ = (float(edge) for edge in page.mediabox)
    lines = [words[start : start + _LETTERS] for start in range(0, len(words), _LETTERS)]
    drawn = b" ".join(b"%s Tj T*" % _text(line) for line in lines)
    top = bottom + _MARGIN + _LEADING * (len(lines) - 1)
    page.contents_add(pdf.make_stream(b"q"), prepend=True)
    page.contents_add(
        pdf.make_stream(
            b"Q q 0.7 0 0 rg BT /%s %.1f Tf %d TL %.1f %.1f Td " % (
                str(name)[1:].encode(), _SIZE, _LEADING, left + _MARGIN, top
            )
            + drawn
            + b" ET Q"
        )
    )  # fmt: skip


def _text(line: str) -> bytes:
    """A literal string of PDF; letters beyond Western Europe become question marks."""
    plain = line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + plain + b")"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
