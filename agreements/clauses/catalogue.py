"""Every kind of clause with its schema, and the parameters as they are stored."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from agreements.clauses.headings import HEADINGS
from agreements.clauses.schemas import (
    Change,
    Complaint,
    Containment,
    EventApproval,
    Evidence,
    Investigation,
    Notification,
    Parameters,
    Pause,
    ReleasePattern,
    Review,
    Waiver,
)


class UnreadableClauseError(ValueError):
    """The parameters do not follow the schema of their kind; the text says where and why."""


KINDS: Mapping[str, type[Parameters]] = {
    "release_pattern": ReleasePattern,
    "evidence": Evidence,
    "notification": Notification,
    "event_approval": EventApproval,
    "review": Review,
    "change": Change,
    "waiver": Waiver,
    "containment": Containment,
    "pause": Pause,
    "investigation": Investigation,
    "complaint": Complaint,
    **HEADINGS,
}


def checked(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as they are stored: JSON types, nothing that was left out.

    Raises UnreadableClauseError, in words, when they do not follow the schema of their kind.
    """
    if kind not in KINDS:
        raise UnreadableClauseError(f"“{kind}” is not a kind of clause")
    try:
        stated = KINDS[kind].model_validate(dict(parameters))
    except ValidationError as error:
        raise UnreadableClauseError("; ".join(_problem(kind, found) for found in error.errors())) from error
    return stated.model_dump(mode="json", exclude_none=True)


def _problem(kind: str, found: Any) -> str:
    """“Hand-off window in hours: input should be greater than or equal to 1”."""
    place = [str(part) for part in found["loc"]]
    words = str(found["msg"]).removeprefix("Value error, ")
    if not place:
        return words
    field = KINDS[kind].model_fields.get(place[0])
    name = (field.title if field else None) or place[0]
    return f"{name}: {words[:1].lower()}{words[1:]}"
