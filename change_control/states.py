"""A change request's life (domain §C5), as far as today's actions reach."""

from django.db.models import TextChoices

from agreements.states import ChangeTrigger
from kernel.states import StateTable, Transition

__all__ = ["CHANGE", "ChangeState", "ChangeTrigger"]


class ChangeState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for the sponsor"
    NOTIFIED = "notified", "Sponsor notified"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    EFFECTIVE = "effective", "Effective"
    WITHDRAWN = "withdrawn", "Withdrawn"


COVERING = (ChangeState.APPROVED, ChangeState.EFFECTIVE)
"""Where a change covers what a pack says otherwise than the baseline, once its day has come."""

_S = ChangeState
_PROPOSE, _APPROVE, _IMPLEMENT = (
    "change_control.propose",
    "change_control.approve",
    "change_control.implement",
)

CHANGE = StateTable(
    ChangeState,
    _S.DRAFT,
    [
        Transition("submit", (_S.DRAFT,), _S.SUBMITTED, _PROPOSE, "Submit for approval"),
        Transition("notify", (_S.DRAFT,), _S.NOTIFIED, _PROPOSE, "Notify the sponsor"),
        Transition("approve", (_S.SUBMITTED,), _S.APPROVED, _APPROVE, "Approve", meaning="approved"),
        Transition("reject", (_S.SUBMITTED,), _S.REJECTED, _APPROVE, "Reject", reason_needed=True, meaning="rejected"),
        Transition("object", (_S.NOTIFIED,), _S.SUBMITTED, _APPROVE, "Ask for approval", reason_needed=True),
        Transition("make_effective", (_S.APPROVED, _S.NOTIFIED), _S.EFFECTIVE, _IMPLEMENT, "Make effective"),
        Transition(
            "withdraw",
            (_S.DRAFT, _S.SUBMITTED, _S.NOTIFIED, _S.APPROVED),
            _S.WITHDRAWN,
            _PROPOSE,
            "Withdraw",
            reason_needed=True,
        ),
    ],
    {
        "draft": "cmo",
        "submitted": "sponsor",
        "notified": "cmo",
        "approved": "cmo",
        "rejected": "nobody",
        "effective": "nobody",
        "withdrawn": "nobody",
    },
)
"""A change that its clause makes a notice needs no approval, unless the sponsor asks for one."""
