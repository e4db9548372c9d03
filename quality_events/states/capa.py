"""A corrective and preventive action's life (domain §C4)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class CapaSource(TextChoices):
    EVENT = "event", "An event"
    REPEAT = "repeat", "Events that repeat"
    AUDIT_FINDING = "audit_finding", "An audit finding"
    TREND = "trend", "A trend"
    COMPLAINTS = "complaints", "Complaints"
    RECALL = "recall", "A recall"


class CapaState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    PLANNED = "planned", "Plan waits for approval"
    APPROVED = "plan_approved", "Plan approved"
    IMPLEMENTING = "implementing", "Being implemented"
    IMPLEMENTED = "implemented", "Implemented, to be verified"
    PENDING = "effectiveness_pending", "Effectiveness is watched"
    EFFECTIVE = "effective", "Effective"
    NOT_EFFECTIVE = "not_effective", "Not effective"
    NOT_DEMONSTRABLE = "not_demonstrable", "Not demonstrable"
    CANCELLED = "cancelled", "Cancelled"


_S = CapaState
_CMO, _CMO_HEAD, _SPONSOR = "quality_events.investigate", "quality_events.close", "quality_events.decide"
UNFINISHED = (_S.PROPOSED, _S.PLANNED, _S.APPROVED, _S.IMPLEMENTING, _S.IMPLEMENTED, _S.PENDING)
PLANNABLE = (_S.PROPOSED,)
"""Where actions and the effectiveness plan may be written; from the approval on they are fixed."""

CAPA = StateTable(
    CapaState,
    _S.PROPOSED,
    [
        Transition("submit", (_S.PROPOSED,), _S.PLANNED, _CMO_HEAD, "Submit the plan", meaning="authored"),
        Transition("approve", (_S.PLANNED,), _S.APPROVED, _SPONSOR, "Approve the plan", meaning="approved"),
        Transition("approve_by_cmo", (_S.PLANNED,), _S.APPROVED, _CMO, "Approve the plan", meaning="approved"),
        Transition("give_back", (_S.PLANNED,), _S.PROPOSED, _SPONSOR, "Return the plan", reason_needed=True),
        Transition("start", (_S.APPROVED,), _S.IMPLEMENTING, _CMO, "Start the work"),
        Transition(
            "complete", (_S.IMPLEMENTING,), _S.IMPLEMENTED, _CMO, "Report the work as done", meaning="performed"
        ),
        Transition("verify", (_S.IMPLEMENTED,), _S.PENDING, _SPONSOR, "Verify the work", meaning="verified"),
        Transition("verify_by_cmo", (_S.IMPLEMENTED,), _S.PENDING, _CMO, "Verify the work", meaning="verified"),
        Transition("redo", (_S.IMPLEMENTED,), _S.IMPLEMENTING, _SPONSOR, "Send back to work", reason_needed=True),
        Transition("effective", (_S.PENDING,), _S.EFFECTIVE, _SPONSOR, "Sign: effective", meaning="reviewed"),
        Transition(
            "not_effective", (_S.PENDING,), _S.NOT_EFFECTIVE, _SPONSOR, "Sign: not effective", meaning="rejected"
        ),
        Transition("reopen", (_S.NOT_EFFECTIVE,), _S.PROPOSED, _SPONSOR, "Plan again"),
        Transition(
            "give_up",
            (_S.PENDING,),
            _S.NOT_DEMONSTRABLE,
            _SPONSOR,
            "Sign: not demonstrable",
            meaning="reviewed",
            reason_needed=True,
        ),
        Transition(
            "cancel",
            (_S.PROPOSED, _S.PLANNED, _S.APPROVED, _S.IMPLEMENTING),
            _S.CANCELLED,
            _SPONSOR,
            "Cancel",
            reason_needed=True,
        ),
    ],
    {
        "proposed": "cmo",
        "planned": "sponsor",
        "plan_approved": "cmo",
        "implementing": "cmo",
        "implemented": "sponsor",
        "effectiveness_pending": "sponsor",
        "effective": "nobody",
        "not_effective": "cmo",
        "not_demonstrable": "nobody",
        "cancelled": "nobody",
    },
)
