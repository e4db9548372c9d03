"""The line that stands for one row of the trail in a tree; its hash is the leaf.

`lots_historicallot 4711 0192… 0193… 2026-03-05T14:03:11.123456Z 9f86…`: the table, the row's key, the record that it is
about, the company acted for (or `-`), the server's time, and the row's own leaf, SHA-256(0x00 ‖ its text).
"""

from dataclasses import dataclass
from hashlib import sha256

from records.merkle.tree import leaf_hash

PARTS = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A line, taken apart."""

    relation: str
    key: str
    record: str
    acted_for: str
    recorded_at: str
    leaf: str

    @classmethod
    def of(cls, line: str) -> "Entry":
        """Raises ValueError for anything but a line."""
        parts = line.split(" ")
        if len(parts) != PARTS or not all(parts):
            raise ValueError(f"This is no line of the trail: {line[:200]}")
        return cls(*parts)

    @property
    def line(self) -> str:
        parts = (self.relation, self.key, self.record, self.acted_for, self.recorded_at, self.leaf)
        return " ".join(parts)

    @property
    def hash(self) -> bytes:
        """What the tree holds of it."""
        return hash_of(self.line)


def hash_of(line: str) -> bytes:
    """The leaf of a line: SHA-256(0x00 ‖ line)."""
    return leaf_hash(line.encode())


def leaf_of(text: str) -> str:
    """A row's own leaf from its text, in hexadecimal: SHA-256(0x00 ‖ text), as the database's trigger makes it."""
    return sha256(b"\x00" + text.encode()).hexdigest()
