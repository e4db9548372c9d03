"""A form with files as HTTP sends it (RFC 7578): read in pieces, so that large documents stay on the disk."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

_CHUNK = 2**16
Sent = Callable[[int], None]


class Form:
    """Fields and files; `read` gives the body piece by piece and tells `sent` how many bytes went."""

    def __init__(self, fields: dict[str, str], files: list[tuple[str, Path]], sent: Sent) -> None:
        self.boundary = secrets.token_hex(16)
        self._sent = sent
        parts: list[tuple[bytes, BinaryIO | None, int]] = []
        for name, value in fields.items():
            parts.append((self._head(f'name="{name}"') + value.encode() + b"\r\n", None, 0))
        for name, path in files:
            head = self._head(f'name="{name}"; filename="{_quoted(path.name)}"', "application/octet-stream")
            parts.append((head, path.open("rb"), path.stat().st_size))
        self._pieces = self._read(parts)
        end = f"--{self.boundary}--\r\n".encode()
        self._end = end
        self.length = sum(len(head) + size + (2 if file else 0) for head, file, size in parts) + len(end)

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self.boundary}"

    def _head(self, disposition: str, kind: str = "") -> bytes:
        lines = [f"--{self.boundary}", f"Content-Disposition: form-data; {disposition}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        return "\r\n".join([*lines, "", ""]).encode()

    def _read(self, parts: list[tuple[bytes, BinaryIO | None, int]]) -> Iterator[bytes]:
        for head, file, _size in parts:
            yield head
            if file is not None:
                with file:
                    yield from iter(lambda opened=file: opened.read(_CHUNK), b"")  # type: ignore[misc]
                yield b"\r\n"
        yield self._end

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._sent(len(piece))
            yield piece


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
