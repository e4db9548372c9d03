"""The words of tus 1.0 (an open protocol for resumable uploads), read from a request's headers."""

import base64
import binascii
from collections.abc import Mapping

from evidence.outside.quarantine import CHECKSUMS, Checksum
from kernel.errors import Refused

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,termination,checksum"
CONTENT_TYPE = "application/offset+octet-stream"
CHECKSUM_MISMATCH = 460
"""The protocol's own status."""


class ProtocolError(Refused):
    """The sending program's mistake, not the person's."""

    code = "tus"
    status = 400


def length(headers: Mapping[str, str], name: str) -> int:
    """A count of bytes. Raises ProtocolError when it is missing or no count."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(2**63)):
        raise ProtocolError(f"The header {name} has to be a number of bytes.")
    return int(text)


def metadata(headers: Mapping[str, str]) -> dict[str, str]:
    """`Upload-Metadata`: names with values in Base64, as text. Raises ProtocolError."""
    found = {}
    for pair in filter(None, (part.strip() for part in headers.get("Upload-Metadata", "").split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ProtocolError(f"The value of {name!r} in Upload-Metadata is not UTF-8 in Base64.") from error
    return found


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """`Upload-Checksum`, when the sender gave one. Raises ProtocolError on an algorithm that isn't offered."""
    text = headers.get("Upload-Checksum", "")
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ProtocolError("The Upload-Checksum is not Base64.") from error
    if algorithm not in CHECKSUMS:
        raise ProtocolError(f"Upload-Checksum takes {' or '.join(CHECKSUMS)}, not {algorithm!r}.")
    return Checksum(algorithm, digest)
