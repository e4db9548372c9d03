"""Stages, decisions, release patterns, the verification after release, the life of a ship permit (domain §C6)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class Stage(TextChoices):
    """Two CMO decisions, each dated and signed (111.123(a)(8), 111.127(h); R122), then the sponsor's."""

    BATCH = "batch", "CMO release of the batch"
    PACKAGED_LOT = "packaged_lot", "CMO release of the packaged lot"
    SPONSOR = "sponsor", "Sponsor's disposition"


class Decision(TextChoices):
    RELEASE = "release", "Release"
    REJECT = "reject", "Reject"
    REPROCESS = "reprocess", "Reprocess"


class TurnCause(TextChoices):
    """Why the next lots of a group wait for the sponsor, whatever the pattern says."""

    LATE_PACK = "late_pack", "Late evidence pack"
    SIGNAL = "signal", "Quality event"


class Pattern(TextChoices):
    CMO = "cmo_release", "CMO release with oversight"
    SPONSOR = "sponsor_release", "Sponsor release"
    CONDITIONAL = "conditional", "Conditional release"


class VerificationState(TextChoices):
    """A lot that was released without the sponsor, before the plan and before the sponsor."""

    CONSIDERED = "considered", "Before the draw"
    PASSED_OVER = "passed_over", "Not drawn"
    DRAWN = "drawn", "To be verified"
    ACCEPTED = "accepted", "Verified"
    DISPUTED = "disputed", "Disputed"
    LAPSED = "lapsed", "Release taken back"


_V = VerificationState

VERIFICATION = StateTable(
    VerificationState,
    _V.CONSIDERED,
    [
        Transition("draw", (_V.CONSIDERED,), _V.DRAWN, "system", "Draw"),
        Transition("pass_over", (_V.CONSIDERED,), _V.PASSED_OVER, "system", "Pass over"),
        Transition("accept", (_V.DRAWN,), _V.ACCEPTED, "release.verify", "Accept"),
        Transition("dispute", (_V.DRAWN,), _V.DISPUTED, "release.verify", "Dispute", reason_needed=True),
        Transition("lapse", (_V.DRAWN,), _V.LAPSED, "system", "Lapse", reason_needed=True),
    ],
    {
        "considered": "platform",
        "passed_over": "nobody",
        "drawn": "sponsor",
        "accepted": "nobody",
        "disputed": "nobody",
        "lapsed": "nobody",
    },
)
"""Drawn or passed over in the transaction of the release; a dispute places the sponsor's hold."""


class PermitState(TextChoices):
    LIVE = "live", "Live"
    SPENT = "spent", "Spent"
    REVOKED = "revoked", "Revoked"


PERMIT = StateTable(
    PermitState,
    PermitState.LIVE,
    [
        Transition("spend", (PermitState.LIVE,), PermitState.SPENT, "traceability.ship", "Ship by the permit"),
        Transition(
            "revoke",
            (PermitState.LIVE,),
            PermitState.REVOKED,
            "release.permit",
            "Revoke the permit",
            reason_needed=True,
        ),
    ],
    {PermitState.LIVE: "both", PermitState.SPENT: "nobody", PermitState.REVOKED: "nobody"},
)
"""A ship permit (domain §C1). It expires by the clock, which is no step: an expired one is live no more for anybody."""
