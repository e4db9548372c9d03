"""What binding does to a stream whose last byte reads as the end of a line."""

import zlib
from io import BytesIO

import pikepdf
import pytest

from records.outside.binding import bound
from tests.records.outside.paper import AT, pdf_a_failures


def ending_in_return(text: bytes) -> bytes:
    """`text` with comments added until its compressed form ends in a carriage return."""
    while not zlib.compress(text).endswith(b"\r"):
        text += b"% "
    return text


@pytest.mark.parametrize("settings", [None, pikepdf.Dictionary(Predictor=1)])
def test_a_compressed_stream_that_ends_in_a_carriage_return_is_written_otherwise(
    report: bytes, settings: pikepdf.Dictionary | None
) -> None:
    with pikepdf.open(BytesIO(report)) as book:
        contents = book.pages[0].Contents
        drawing = ending_in_return(contents.read_bytes() + b"\n")
        contents.write(zlib.compress(drawing), filter=pikepdf.Name.FlateDecode, decode_parms=settings)
        changed = BytesIO()
        book.save(changed, compress_streams=False)
    assert b"\r\nendstream" in changed.getvalue()
    again = bound([changed.getvalue()], [], AT)
    assert b"\r\nendstream" not in again
    assert pdf_a_failures(again) == []
    with pikepdf.open(BytesIO(again)) as book:
        written = book.pages[0].Contents
        assert written.read_bytes() == drawing
        assert [str(name) for name in written.Filter] == ["/ASCIIHexDecode", "/FlateDecode"]
