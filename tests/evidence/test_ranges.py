"""One range of bytes, as RFC 9110 §14 has it; what cannot be read asks for the whole file."""

import pytest

from evidence.ranges import Span, UnsatisfiableError, span_of

TAG = '"abc"'


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-499", 0, 499),
        ("bytes=500-999", 500, 999),
        ("bytes=500-1000", 500, 999),  # beyond the end
        ("bytes=999-", 999, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-1000", 0, 999),
        ("bytes=-9999", 0, 999),
        (" bytes = 3-4 ", 3, 4),
    ],
)
def test_a_range_is_a_part(asked: str, first: int, last: int) -> None:
    assert span_of({"Range": asked}, size=1000, etag=TAG) == Span(first, last)


@pytest.mark.parametrize(
    "asked", ["", "bytes=", "bytes=-", "bytes=4-3", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=0-" + "9" * 20]
)
def test_what_cannot_be_read_is_the_whole(asked: str) -> None:
    assert span_of({"Range": asked}, size=1000, etag=TAG) is None


@pytest.mark.parametrize(("asked", "size"), [("bytes=1000-", 1000), ("bytes=1000-1001", 1000), ("bytes=-0", 1000),
                                             ("bytes=0-", 0), ("bytes=-1", 0)])  # fmt: skip
def test_behind_the_end_there_is_nothing(asked: str, size: int) -> None:
    with pytest.raises(UnsatisfiableError):
        span_of({"Range": asked}, size=size, etag=TAG)


@pytest.mark.parametrize(
    ("validator", "is_part"),
    [(TAG, True), ('"abd"', False), ('W/"abc"', False), ("Wed, 11 Mar 2026 00:00:00 GMT", False)],
)
def test_a_part_of_another_content_is_never_given(validator: str, is_part: bool) -> None:
    found = span_of({"Range": "bytes=5000-", "If-Range": validator}, size=9000, etag=TAG)
    assert found == (Span(5000, 8999) if is_part else None)


def test_a_span_says_its_place() -> None:
    assert (Span(10, 19).length, Span(10, 19).of(40)) == (10, "bytes 10-19/40")
