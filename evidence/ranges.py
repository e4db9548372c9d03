"""Which part of a file a request asks for (RFC 9110 §14): one range of bytes, or the whole."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes\s*=\s*([0-9]{0,19})-([0-9]{0,19})")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes `first` to `last`, counted from 0, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def of(self, size: int) -> str:
        """As `Content-Range` says it."""
        return f"bytes {self.first}-{self.last}/{size}"


class UnsatisfiableError(ValueError):
    """The range begins behind the end of the file."""


def span_of(headers: Mapping[str, str], *, size: int, etag: str) -> Span | None:
    """The part that is asked for; None for the whole file.

    `etag` is the file's own, strong, with its quotes. `If-Range` with another one, a weak one or a date asks for the
    whole. So do a unit that is not bytes, several ranges and what cannot be read: a server may ignore them (14.2).
    Raises UnsatisfiableError.
    """
    found = _ONE_RANGE.fullmatch(headers.get("Range", "").strip())
    if found is None or headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = found.groups()
    if not first:
        return _ending(last, size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise UnsatisfiableError
    return Span(int(first), min(int(last or size - 1), size - 1))


def _ending(length: str, size: int) -> Span | None:
    """The last so many bytes."""
    if not length:
        return None
    if int(length) == 0 or size == 0:
        raise UnsatisfiableError
    return Span(max(size - int(length), 0), size - 1)
