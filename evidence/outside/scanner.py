"""What clamd says of a file, by its INSTREAM command. Three answers: a file that was not scanned is not clean."""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from evidence.states import ScanVerdict

_LONGEST_REPLY = 4096
_LIMITS = "Heuristics.Limits.Exceeded"
"""clamd's own word (AlertExceedsMax) for a file that it gave up on, which is not an infection."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict, with the signature's name or the reason why there is none."""

    verdict: ScanVerdict
    sentence: str = ""


def opinion_of(chunks: Iterable[bytes], size: int) -> Opinion | None:
    """The scanner's opinion of a content of this size; None when the settings name no scanner.

    clamd answers OK for what it does not look at (above its MaxFileSize), so such a file isn't even sent.
    """
    if not settings.CLAMD_ADDRESS:
        return None
    if size > settings.CLAMD_MOST_BYTES:
        most = settings.CLAMD_MOST_BYTES // 2**20
        return Opinion(ScanVerdict.NOT_SCANNED, f"The file is larger than the {most} MB that the scanner looks at.")
    try:
        return _understood(_asked(settings.CLAMD_ADDRESS, chunks))
    except OSError as error:
        return Opinion(ScanVerdict.NOT_SCANNED, f"The scanner did not answer ({type(error).__name__}).")


def _asked(address: str, chunks: Iterable[bytes]) -> str:
    with _connected(address) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                line.sendall(struct.pack("!I", len(chunk)) + chunk)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # clamd hung up early, and says why
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY and (piece := line.recv(_LONGEST_REPLY)):
            reply += piece
    return reply.rstrip(b"\0").decode(errors="replace").strip()


def _connected(address: str) -> socket.socket:
    """`/run/clamav/clamd.ctl` or `host:3310`."""
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(settings.CLAMD_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=settings.CLAMD_SECONDS)


def _understood(reply: str) -> Opinion:
    words = reply.removeprefix("stream: ")
    if words == "OK":
        return Opinion(ScanVerdict.CLEAN)
    if words.endswith(" FOUND") and not words.startswith(_LIMITS):
        return Opinion(ScanVerdict.INFECTED, words.removesuffix(" FOUND"))
    return Opinion(ScanVerdict.NOT_SCANNED, f"The scanner gave no verdict: {words or 'no answer'}.")
