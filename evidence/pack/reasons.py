"""Why a value was refused, in a sentence that names the cure: from a validation error to problems."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evidence.pack.problems import NotReadable, Problem, printable

Path = tuple[int | str, ...]
Place = Callable[[Path], tuple[str, int | None, str]]


def problems_of(error: ValidationError, *, file: str, place: Place) -> tuple[Problem, ...]:
    """Every problem of the pack at once. `place` says sheet, row and column of a path in the pack."""
    found = []
    for details in error.errors(include_url=False):
        reason, cure = _sentence(details)
        found.append(Problem(file, *place(details["loc"]), reason, cure))
    return tuple(found)


# error type of pydantic: (reason, cure), filled with {shown}, the value, and the error's own context
_SENTENCES = {
    "missing": ("It is missing.", "It must be given: without it the row cannot be told from others."),
    "extra_forbidden": ("This field is not part of the format.", "Remove it, or correct its name."),
    "literal_error": ("{shown} is not one of the choices.", "Choose {expected}."),
    "string_type": ("{shown} is not a text.", "Write it as text, so that no zeros or digits are lost."),
    "string_too_short": ("The text is empty.", "Leave it out when there is nothing to say."),
    "string_too_long": ("The text is too long.", "Write at most {max_length} characters."),
    "string_pattern_mismatch": ("{shown} is not a SHA-256 hash.", "Write 64 characters of 0-9 and a-f."),
    "string_unicode": ("The text holds half a character.", "Type the text again."),
    "bool_type": ("{shown} is neither yes nor no.", "Write true or false in JSON, yes or no in a workbook."),
    "tuple_type": ("{shown} is not a list of rows.", "Write a list, empty when there are none."),
    "model_type": (
        "{shown} is not a record with named fields.",
        "Write an object with the fields of the format.",
    ),
}
_OTHERWISE = ("{shown} cannot be read here.", "Correct it as the description of the field says.")


def _sentence(details: ErrorDetails) -> tuple[str, str]:
    context: dict[str, Any] = details.get("ctx") or {}
    original = context.get("error")
    if isinstance(original, NotReadable):
        return original.reason, original.cure
    reason, cure = _SENTENCES.get(details["type"], _OTHERWISE)
    return reason.replace("{shown}", quoted(details["input"])), cure.format_map(context)


def quoted(value: object) -> str:
    """A value as evidence of what was found, shortened and safe to show and to store."""
    text = str(value) if not isinstance(value, dict | list | tuple) else type(value).__name__
    return f"“{printable(text)}”"
