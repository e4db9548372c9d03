"""The catalogue of typed clauses: what each kind may say, checked and worded. Pure."""

from agreements.clauses.catalogue import KINDS, UnreadableClauseError, checked
from agreements.clauses.schemas import (
    Change,
    EventApproval,
    Evidence,
    Notification,
    Parameters,
    ReleaseConditions,
    ReleasePattern,
    Review,
)
from agreements.clauses.wording import in_words

__all__ = [
    "KINDS",
    "Change",
    "EventApproval",
    "Evidence",
    "Notification",
    "Parameters",
    "ReleaseConditions",
    "ReleasePattern",
    "Review",
    "UnreadableClauseError",
    "checked",
    "in_words",
]
