"""The machine copy that travels inside a report: canonical JSON, equal bytes for equal data (11.10(b))."""

from dataclasses import dataclass
from hashlib import sha256

from records.content import canonical_json, plain

__all__ = ["MachineCopy", "canonical_json", "plain"]


@dataclass(frozen=True, slots=True)
class MachineCopy:
    """A file attached to a PDF: its name there, its bytes, what it is."""

    name: str
    content: bytes
    description: str
    media_type: str = "application/json"

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()
