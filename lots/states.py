"""A lot's life (domain §C1). Holds are stacked rows beside it, not a state."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class Authority(TextChoices):
    """Who may lift a hold, in the words of whoever places it."""

    QUALITY = "quality", "Quality of our company"
    HEAD = "head", "The head of quality of our company alone"


LIFTERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sponsor", Authority.QUALITY): ("SQA", "SQH"),
    ("sponsor", Authority.HEAD): ("SQH",),
    ("cmo", Authority.QUALITY): ("CQC", "CQA"),
    ("cmo", Authority.HEAD): ("CQA",),
}
"""(side, authority) → roles."""


class LotState(TextChoices):
    PLANNED = "planned", "Planned"
    IN_PROCESS = "in_process", "In process"
    COMPLETED = "completed", "Completed, pack due"
    PACK_PENDING = "pack_pending", "Pack submitted"
    CMO_APPROVED = "cmo_approved", "Released by CMO quality"
    SPONSOR_REVIEW = "sponsor_review", "In sponsor review"
    RELEASED = "released", "Released"
    REJECTED = "rejected", "Rejected"
    REPROCESS = "reprocess", "To be reprocessed"
    SHIPPED_PART = "shipped_part", "Partly shipped"
    SHIPPED = "shipped", "Shipped"
    VOIDED = "voided", "Voided"


class UsageKind(TextChoices):
    """What lots may share besides component lots."""

    BATCH = "batch", "Batch"
    EQUIPMENT = "equipment", "Equipment"
    LINE = "line", "Packaging line"
    LABEL_ROLL = "label_roll", "Label roll"


class MaterialKind(TextChoices):
    """What a lot of a manufacturer's own material is: received, or made on the way to a packaged lot."""

    RECEIVED = "received", "Received"
    BLEND = "blend", "Blend"
    BULK = "bulk", "Bulk"
    REWORK = "rework", "Rework"
    BY_PRODUCT = "by_product", "By-product"
    RETURNED = "returned", "Returned goods"


class EdgeKind(TextChoices):
    """How one lot went into another."""

    CONSUMPTION = "consumption", "Consumed"
    BLEND = "blend", "Blended"
    SPLIT = "split", "Split"
    REWORK = "rework", "Reworked"
    CARRY_OVER = "carry_over", "Carried over"
    PACKAGING = "packaging", "Packed"
    BY_PRODUCT = "by_product", "By-product"
    RETURN = "return", "Returned"


class EdgeSource(TextChoices):
    """Who says so."""

    PACK = "pack", "Evidence pack"
    IMPORT = "import", "Imported records"
    ENTRY = "entry", "Entered by hand"


_S = LotState

LOT = StateTable(
    LotState,
    _S.PLANNED,
    [
        Transition("start", (_S.PLANNED, _S.REPROCESS), _S.IN_PROCESS, "lots.start", "Start"),
        Transition("complete", (_S.IN_PROCESS,), _S.COMPLETED, "lots.complete", "Complete"),
        Transition("receive_pack", (_S.COMPLETED,), _S.PACK_PENDING, "evidence.submit", "Submit pack"),
        Transition(
            "receive_new_pack",
            (_S.CMO_APPROVED, _S.SPONSOR_REVIEW),
            _S.PACK_PENDING,
            "evidence.submit",
            "Submit a new pack",
        ),
        Transition(
            "approve_by_cmo",
            (_S.PACK_PENDING,),
            _S.CMO_APPROVED,
            "release.cmo_release",
            "Release by CMO",
            meaning="released",
        ),
        Transition("hand_to_sponsor", (_S.CMO_APPROVED,), _S.SPONSOR_REVIEW, "release.cmo_release", "Hand to sponsor"),
        Transition(
            "release_by_pattern",
            (_S.CMO_APPROVED,),
            _S.RELEASED,
            "release.cmo_release",
            "Release under the pattern",
        ),
        Transition("release", (_S.SPONSOR_REVIEW,), _S.RELEASED, "release.disposition", "Release", meaning="released"),
        Transition(
            "reject",
            (_S.SPONSOR_REVIEW, _S.RELEASED, _S.SHIPPED_PART),
            _S.REJECTED,
            "release.disposition",
            "Reject",
            reason_needed=True,
            meaning="rejected",
        ),
        Transition(
            "reject_by_cmo",
            (_S.PACK_PENDING, _S.COMPLETED),
            _S.REJECTED,
            "release.cmo_release",
            "Reject by CMO",
            reason_needed=True,
            meaning="rejected",
        ),
        Transition(
            "reprocess",
            (_S.SPONSOR_REVIEW,),
            _S.REPROCESS,
            "release.disposition",
            "Reprocess",
            reason_needed=True,
            meaning="approved",
        ),
        Transition(
            "revoke",
            (_S.RELEASED, _S.SHIPPED_PART),
            _S.SPONSOR_REVIEW,
            "release.revoke",
            "Revoke release",
            reason_needed=True,
            meaning="rejected",
        ),
        Transition("ship_part", (_S.RELEASED, _S.SHIPPED_PART), _S.SHIPPED_PART, "traceability.ship", "Ship a part"),
        Transition("ship_all", (_S.RELEASED, _S.SHIPPED_PART), _S.SHIPPED, "traceability.ship", "Ship the rest"),
        Transition("release_rest", (_S.SHIPPED,), _S.SHIPPED_PART, "system", "Release the rest"),
        Transition("void", (_S.PLANNED, _S.IN_PROCESS), _S.VOIDED, "lots.plan", "Void", reason_needed=True),
    ],
    {
        "planned": "cmo",
        "in_process": "cmo",
        "completed": "cmo",
        "pack_pending": "cmo",
        "cmo_approved": "platform",
        "sponsor_review": "sponsor",
        "released": "both",
        "rejected": "nobody",
        "reprocess": "cmo",
        "shipped_part": "both",
        "shipped": "nobody",
        "voided": "nobody",
    },
)
