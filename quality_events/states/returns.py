"""The life of returned product (21 CFR 111.503-111.535): in quarantine until quality control has decided."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class ReturnState(TextChoices):
    QUARANTINED = "quarantined", "In quarantine"
    REVIEWED = "reviewed", "Reviewed, to be decided"
    TO_DESTROY = "to_destroy", "To be destroyed"
    DESTROYED = "destroyed", "Destroyed"
    SALVAGED = "salvaged", "Salvaged"
    REPROCESSING = "reprocessing", "Being reprocessed"
    REPROCESSED = "reprocessed", "Reprocessed and approved"


class ReturnReason(TextChoices):
    """Why it came back, as the sender says."""

    DAMAGED = "damaged", "Damaged in transport"
    DEFECT = "defect", "A defect of the product"
    LABEL = "label", "A wrong or unreadable label"
    WRONG = "wrong", "Wrong product or quantity sent"
    EXPIRED = "expired", "Expired or too short-dated"
    RECALL = "recall", "Called back"
    UNWANTED = "unwanted", "Not wanted any more"
    OTHER = "other", "Another reason"


_S = ReturnState
_REVIEW, _SETTLE = "quality_events.screen", "quality_events.settle"


RETURN = StateTable(
    ReturnState,
    _S.QUARANTINED,
    [
        Transition("review", (_S.QUARANTINED,), _S.REVIEWED, _REVIEW, "Sign the review", meaning="reviewed"),
        Transition(
            "send_back", (_S.REVIEWED,), _S.QUARANTINED, _SETTLE, "Send back to the reviewer", reason_needed=True
        ),
        Transition("destroy", (_S.REVIEWED,), _S.TO_DESTROY, _SETTLE, "Decide: destroy", meaning="approved"),
        Transition(
            "salvage", (_S.REVIEWED,), _S.SALVAGED, _SETTLE, "Decide: salvage", meaning="approved", reason_needed=True
        ),
        Transition(
            "reprocess", (_S.REVIEWED,), _S.REPROCESSING, _SETTLE, "Decide: reprocess", meaning="approved",
            reason_needed=True,
        ),
        Transition(
            "approve", (_S.REPROCESSING,), _S.REPROCESSED, _SETTLE, "Approve the reprocessed product",
            meaning="approved", reason_needed=True,
        ),
        Transition(
            "reject", (_S.REPROCESSING,), _S.TO_DESTROY, _SETTLE, "Reject the reprocessed product",
            meaning="rejected", reason_needed=True,
        ),
        Transition("record_destruction", (_S.TO_DESTROY,), _S.DESTROYED, _REVIEW, "Record the destruction"),
    ],
    {
        "quarantined": "both",
        "reviewed": "both",
        "to_destroy": "both",
        "destroyed": "nobody",
        "salvaged": "nobody",
        "reprocessing": "both",
        "reprocessed": "nobody",
    },
)  # fmt: skip
"""Destroying is the rule (111.515); salvage (111.520) and reprocessing (111.525) are decided, never a default. No state
puts anything back into the lot's released quantity."""
