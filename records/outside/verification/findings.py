"""What a check found, named so that somebody can go and look."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    """In which way a thing is not what was sealed."""

    ALTERED = "altered"
    MISSING = "missing"
    INSERTED = "inserted"
    UNRECORDED = "unrecorded"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing: its table or place, its key there, what is wrong, and a sentence for people."""

    place: str
    key: str
    wrong: Wrong
    sentence: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.place} {self.key}: {self.sentence}"
