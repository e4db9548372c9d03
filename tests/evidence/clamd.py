"""A scanner that speaks clamd's protocol on a local socket: enough of it to tell right from wrong clients."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMIT = 200_000


@dataclass
class Scanner:
    """Where it listens, what it was sent."""

    address: str
    streams: list[bytes] = field(default_factory=list)


@contextmanager
def scanner(folder: Path, *, reply: bytes = b"") -> Iterator[Scanner]:
    """Finds EICAR's bytes, hangs up above LIMIT bytes like clamd above StreamMaxLength; or always says `reply`."""
    path = folder / "clamd.ctl"
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    listening.listen()
    found = Scanner(str(path))
    thread = threading.Thread(target=_serve, args=(listening, found, reply))
    thread.start()
    try:
        yield found
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        listening.close()


def _serve(listening: socket.socket, found: Scanner, reply: bytes) -> None:
    while True:
        try:
            line, _ = listening.accept()
        except OSError:
            return
        with line, line.makefile("rb") as words:
            line.sendall(reply or _answer(words, found))


def _answer(words: object, found: Scanner) -> bytes:
    read = words.read  # type: ignore[attr-defined]  # a buffered reader
    assert read(10) == b"zINSTREAM\0"
    content = b""
    while length := struct.unpack("!I", read(4))[0]:
        content += read(length)
        if len(content) > LIMIT:
            return b"INSTREAM size limit exceeded. ERROR\0"
    found.streams.append(content)
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
