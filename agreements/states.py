"""Who moves an agreement's version, and the catalogue of typed clauses (domain §C0)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class VersionState(TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed, waiting for signatures"
    SIGNED = "signed", "Signed by both"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClauseKind(TextChoices):
    """Each kind has a schema in `agreements/clauses.py`; each compiles to a clock, a gate or a list."""

    RELEASE_PATTERN = "release_pattern", "Release pattern"
    EVIDENCE = "evidence", "Evidence categories and hand-off window"
    NOTIFICATION = "notification", "Notification of events"
    EVENT_APPROVAL = "event_approval", "Sponsor approval of events"
    REVIEW = "review", "Sponsor review and decision time"
    CHANGE = "change", "Change control"


VERSION = StateTable(
    VersionState,
    VersionState.DRAFT,
    [
        Transition("agree", (VersionState.DRAFT,), VersionState.AGREED, "agreements.draft", "Mark as agreed"),
        Transition("reopen", (VersionState.AGREED,), VersionState.DRAFT, "agreements.draft", "Back to draft", reason_needed=True),
        Transition("complete", (VersionState.AGREED,), VersionState.SIGNED, "agreements.sign", "Sign", meaning="approved"),
        Transition("withdraw", (VersionState.DRAFT, VersionState.AGREED), VersionState.WITHDRAWN, "agreements.draft", "Withdraw", reason_needed=True),
    ],
    {"draft": "both", "agreed": "both", "signed": "nobody", "withdrawn": "nobody"},
)
