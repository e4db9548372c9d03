"""The refusal of an upload of first versions that cannot be read without guessing."""

from typing import Any

from kernel.errors import Refused
from masters.sheets.problems import Unreadable


class UnreadableTables(Refused):
    """`errors` names each place with its cure, as problem+json lists them (RFC 9457)."""

    code = "unreadable"
    status = 422

    def __init__(self, unreadable: Unreadable) -> None:
        super().__init__(unreadable.sentence, "21 CFR 11.10(a)")
        self.problems = unreadable.problems

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [
            {
                "pointer": f"/tables/{place.sheet}/{place.row - 1}/{place.column}" if place.row else "",
                "sentence": f"{place.reason} {place.cure}",
            }
            for place in self.problems
        ]
