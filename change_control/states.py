"""A change request's life (domain §C5): from the draft to the review after its effect."""

from django.db.models import TextChoices

from agreements.states import ChangeTrigger, ChangeWay
from kernel.states import StateTable, Transition

__all__ = ["CHANGE", "ChangePath", "ChangeState", "ChangeTrigger", "ChangeWay", "LotWay"]


class ChangeState(TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CLASSIFIED = "classified", "Classified"
    NOTIFIED = "notified", "Sponsor notified"
    IMPACT_ASSESSMENT = "impact_assessment", "Impact being assessed"
    SPONSOR_REVIEW = "sponsor_review", "Waiting for the sponsor"
    EMERGENCY = "emergency", "Emergency: made under hold"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    IMPLEMENTING = "implementing", "Being implemented"
    VERIFIED = "verified", "Verified"
    EFFECTIVE = "effective", "Effective"
    POST_REVIEW = "post_review", "Reviewed after its effect"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ChangePath(TextChoices):
    """How a change came: asked for ahead, made under hold, or found made."""

    NORMAL = "normal", "Asked for ahead"
    EMERGENCY = "emergency", "Emergency"
    RETROSPECTIVE = "retrospective", "Found made: retrospective"


class LotWay(TextChoices):
    """What becomes of a lot that was started under the old version."""

    KEEP_OLD = "keep_old", "Finish under the old version"
    MOVE = "move", "Finish under the new version"
    REWORK = "rework", "Rework to the new version"
    REJECT = "reject", "Stop: held, to be rejected"


IN_EFFECT = (ChangeState.EFFECTIVE, ChangeState.POST_REVIEW, ChangeState.CLOSED)
"""Lots are made under it; `50_gate_facts.sql` names the same."""
GRANTED = (ChangeState.APPROVED, ChangeState.IMPLEMENTING, ChangeState.VERIFIED)
"""Decided by the sponsor or told to it, and not in effect yet."""
COVERING = (*GRANTED, *IN_EFFECT)
"""Where a change covers what a pack says otherwise than the baseline, once its day has come."""
ASSESSED = (ChangeState.IMPACT_ASSESSMENT, ChangeState.EMERGENCY)
"""Where the lines of the impact list are answered and signed off."""
DECIDED_FROM = (ChangeState.SPONSOR_REVIEW, ChangeState.EMERGENCY)

_S = ChangeState
_PROPOSE, _APPROVE, _IMPLEMENT, _ASSESS = (
    "change_control.propose",
    "change_control.approve",
    "change_control.implement",
    "change_control.assess",
)
_BEFORE_EFFECT = (
    _S.DRAFT, _S.SUBMITTED, _S.CLASSIFIED, _S.NOTIFIED, _S.IMPACT_ASSESSMENT, _S.SPONSOR_REVIEW, _S.APPROVED,
    _S.IMPLEMENTING,
)  # fmt: skip

CHANGE = StateTable(
    ChangeState,
    _S.DRAFT,
    [
        Transition("submit", (_S.DRAFT,), _S.SUBMITTED, _PROPOSE, "Submit"),
        Transition("classify", (_S.SUBMITTED,), _S.CLASSIFIED, _PROPOSE, "Classify"),
        Transition("notify", (_S.CLASSIFIED,), _S.NOTIFIED, _PROPOSE, "Notify the sponsor"),
        Transition("assess", (_S.CLASSIFIED,), _S.IMPACT_ASSESSMENT, _PROPOSE, "Assess the impact"),
        Transition("object", (_S.NOTIFIED,), _S.IMPACT_ASSESSMENT, _APPROVE, "Ask for approval", reason_needed=True),
        Transition("send", (_S.IMPACT_ASSESSMENT,), _S.SPONSOR_REVIEW, _PROPOSE, "Send to the sponsor"),
        Transition("give_back", (_S.SPONSOR_REVIEW,), _S.IMPACT_ASSESSMENT, _ASSESS, "Give back", reason_needed=True),
        Transition(
            "declare_emergency", (_S.DRAFT,), _S.EMERGENCY, _IMPLEMENT, "Make at once, under hold", reason_needed=True
        ),
        Transition("approve", DECIDED_FROM, _S.APPROVED, _APPROVE, "Approve", meaning="approved"),
        Transition("reject", DECIDED_FROM, _S.REJECTED, _APPROVE, "Reject", reason_needed=True, meaning="rejected"),
        Transition("implement", (_S.APPROVED, _S.NOTIFIED), _S.IMPLEMENTING, _PROPOSE, "Implement"),
        Transition("verify", (_S.IMPLEMENTING,), _S.VERIFIED, _IMPLEMENT, "Verify"),
        Transition("make_effective", (_S.VERIFIED,), _S.EFFECTIVE, _IMPLEMENT, "Make effective"),
        Transition(
            "review", (_S.EFFECTIVE,), _S.POST_REVIEW, _IMPLEMENT, "Review after the effect", reason_needed=True
        ),
        Transition("close", (_S.POST_REVIEW,), _S.CLOSED, _ASSESS, "Close", reason_needed=True),
        Transition("withdraw", _BEFORE_EFFECT, _S.WITHDRAWN, _PROPOSE, "Withdraw", reason_needed=True),
    ],
    {
        "draft": "cmo",
        "submitted": "cmo",
        "classified": "platform",
        "notified": "cmo",
        "impact_assessment": "both",
        "sponsor_review": "sponsor",
        "emergency": "sponsor",
        "approved": "cmo",
        "rejected": "nobody",
        "implementing": "cmo",
        "verified": "cmo",
        "effective": "cmo",
        "post_review": "sponsor",
        "closed": "nobody",
        "withdrawn": "nobody",
    },
)
"""Submitting classifies at once, by rule: a change that its clause makes a notice needs no approval, unless the sponsor
asks for one. What waited in `submitted` before that is classified by hand. Lines of the impact list are signed off by
both sides while it is assessed."""
