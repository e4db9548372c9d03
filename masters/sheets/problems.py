"""What could not be read, where it stands, and how to put it right."""

import re
from dataclasses import dataclass, field

LONGEST_QUOTE = 60
_LONG_QUOTE = re.compile(rf"“([^”]{{{LONGEST_QUOTE}}})[^”]+”")


def printable(text: str) -> str:
    """The text with invisible and broken characters replaced, and cut to a readable length."""
    shown = "".join(map(_visible, text[:LONGEST_QUOTE]))
    return f"{shown}…" if len(text) > LONGEST_QUOTE else shown


def _visible(character: str) -> str:
    return character if character.isprintable() else "\ufffd"


class NotReadable(ValueError):  # noqa: N818 - what the writer is told, not a failure of the program
    """One value that cannot be read without guessing. `reason` and `cure` are sentences for the writer.

    What the reason quotes is made fit to show and to store: it may be hostile or broken.
    """

    def __init__(self, reason: str, cure: str) -> None:
        shown = _LONG_QUOTE.sub("“\\1…”", "".join(map(_visible, reason)))
        super().__init__(f"{shown} {cure}")
        self.reason = shown
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Problem:
    """One place in one file that could not be read.

    `row` is the row as the writer counts it: the row number of the sheet, or for JSON the item's number in
    its list, starting at 1. `column` is the sheet's column letter and heading, or the JSON field's name.
    """

    file: str
    sheet: str
    row: int | None
    column: str
    reason: str
    cure: str

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (self.file, self.sheet, f"row {self.row}" if self.row else "", self.column) if part
        )
        return f"{place}: {self.reason} {self.cure}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The whole upload is refused, with every problem found; nothing of it is kept (docs/architecture.md)."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def sentence(self) -> str:
        """One sentence for a refusal: the first problem, and how many more there are."""
        first, more = self.problems[0], len(self.problems) - 1
        return f"{first}" if not more else f"{first} ({more} more problem{'s' if more > 1 else ''}.)"
