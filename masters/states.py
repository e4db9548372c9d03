"""The life of first versions on their way into the baseline."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class DraftState(TextChoices):
    SUBMITTED = "submitted", "Waiting for approval"
    APPROVED = "approved", "Approved"
    WITHDRAWN = "withdrawn", "Withdrawn"


_S = DraftState

BASELINE_DRAFT = StateTable(
    DraftState,
    _S.SUBMITTED,
    [
        Transition("approve", (_S.SUBMITTED,), _S.APPROVED, "masters.approve", "Approve", meaning="approved"),
        Transition("withdraw", (_S.SUBMITTED,), _S.WITHDRAWN, "masters.draft", "Withdraw", reason_needed=True),
    ],
    {"submitted": "sponsor", "approved": "nobody", "withdrawn": "nobody"},
)
"""Later versions have no draft here: the approval of a change request makes them."""
