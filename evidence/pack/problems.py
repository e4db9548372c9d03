"""What could not be read, where it stands, and how to put it right."""

from dataclasses import dataclass, field


class NotReadable(ValueError):  # noqa: N818 - what the writer is told, not a failure of the program
    """One value that cannot be read without guessing. `reason` and `cure` are sentences for the writer."""

    def __init__(self, reason: str, cure: str) -> None:
        super().__init__(f"{reason} {cure}")
        self.reason = reason
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
            part
            for part in (self.file, self.sheet, f"row {self.row}" if self.row else "", self.column)
            if part
        )
        return f"{place}: {self.reason} {self.cure}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The whole upload is refused, with every problem found; nothing of it is kept (settled 16)."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    @property
    def sentence(self) -> str:
        """One sentence for a refusal: the first problem, and how many more there are."""
        first, more = self.problems[0], len(self.problems) - 1
        return f"{first}" if not more else f"{first} ({more} more problem{'s' if more > 1 else ''}.)"
