"""What every store says of a file, and the one name a file has."""

import re
from dataclasses import dataclass

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store knows of a file: its hash (hexadecimal) and size in bytes."""

    sha256: str
    size: int


def check_name(sha256: str) -> None:
    """Raises ValueError for anything that is no hash."""
    if not _NAME.fullmatch(sha256):
        raise ValueError("not a SHA-256")
