"""Documents that stand inside a certificate's JSON: taken out byte for byte, or named with what is wrong.

Source: CoA schema 1.1, `Attachments`: Base64, with or without a data URL before it, and a hash of the bytes.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Any

from evidence.pack.problems import printable

_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
_MARKS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """`content` is None where it cannot be taken out whole; `remark` then says why. It stays in the certificate."""

    name: str
    content: bytes | None
    remark: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest() if self.content is not None else ""


def attachments_of(certificate: dict[str, Any]) -> tuple[Attachment, ...]:
    """Every attachment of the certificate, in its order."""
    listed = certificate.get("Attachments") or []
    return tuple(_taken(entry) for entry in listed if isinstance(entry, dict)) if isinstance(listed, list) else ()


def _taken(entry: dict[str, Any]) -> Attachment:
    name = _name(str(entry.get("FileName") or "attachment"), str(entry.get("MIME-Type") or ""))
    written = str(entry.get("Data") or "")
    head, comma, tail = written.partition(",")
    kind = str(entry.get("MIME-Type") or "")
    try:
        content = base64.b64decode(
            "".join((tail if comma and head.startswith("data:") else written).split()), validate=True
        )
    except (binascii.Error, ValueError):
        return Attachment(name, None, "Its content is not Base64. It stays in the certificate only.")
    if not content.startswith(_MARKS.get(kind, b"")):
        return Attachment(
            name, None, f"Its content is not what it says ({printable(kind)}). It stays in the certificate only."
        )
    if kind not in _MARKS or not content:
        return Attachment(name, None, "Only PDF, PNG and JPEG are taken out. It stays in the certificate only.")
    if not _is_its_hash(entry.get("Hash"), content):
        return Attachment(name, None, "Its hash is not the one stated beside it. It stays in the certificate only.")
    return Attachment(name, content)


def _name(written: str, kind: str) -> str:
    ending = _ENDINGS.get(kind, "")
    return written if written.casefold().endswith((ending or ".", ".jpeg")) else f"{written}{ending}"


def _is_its_hash(stated: Any, content: bytes) -> bool:
    """Whether the stated hash, hexadecimal or Base64, is that of the bytes; a missing one says nothing."""
    if not isinstance(stated, dict) or not stated.get("Value"):
        return True
    algorithm = str(stated.get("Algorithm", "")).replace("-", "").casefold()
    if algorithm not in ("sha256", "sha512"):
        return False
    digest = hashlib.new(algorithm, content)
    return str(stated["Value"]) in (digest.hexdigest(), base64.b64encode(digest.digest()).decode())
