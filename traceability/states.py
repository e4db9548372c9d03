"""A recall's life (domain §C8, 21 CFR 7.40-7.59), and that of an exercise, which goes the same way without notices."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class RecallKind(TextChoices):
    RECALL = "recall", "Recall"
    PLANNED = "planned", "Mock recall"
    SURPRISE = "surprise", "Surprise mock recall"


EXERCISES = (RecallKind.PLANNED, RecallKind.SURPRISE)


class RecallState(TextChoices):
    SIGNAL = "signal", "Signal"
    EVALUATED = "evaluated", "Hazard evaluated"
    PROPOSED = "proposed", "Decision proposed"
    DECIDED = "decided", "Recall decided"
    LOCKED = "locked", "Scope locked"
    PLANNED = "planned", "Strategy set"
    NOTIFIED = "notified", "Notices sent"
    TERMINATED = "terminated", "Terminated"
    NOT_RECALLED = "not_recalled", "No recall"


class PaperKind(TextChoices):
    """What the sponsor writes down on the way; the newest of a kind counts."""

    EVALUATION = "evaluation", "Health hazard evaluation (21 CFR 7.41)"
    PROPOSAL = "proposal", "Proposed decision"
    STRATEGY = "strategy", "Recall strategy (21 CFR 7.42)"
    AUTHORITY = "authority", "Report to FDA (21 CFR 7.46)"
    SAMPLE = "sample", "Sample for effectiveness checks"
    ENDING = "ending", "Request for termination (21 CFR 7.55)"


class RecallClass(TextChoices):
    """21 CFR 7.3(m): proposed by the firm, assigned by FDA."""

    ONE = "I", "Class I: serious harm or death is probable"
    TWO = "II", "Class II: temporary or reversible harm, serious harm remote"
    THREE = "III", "Class III: harm is not likely"


_S = RecallState
_WORK, _DECIDE = "traceability.recall", "traceability.recall_decide"

RECALL = StateTable(
    RecallState,
    _S.SIGNAL,
    [
        Transition("evaluate", (_S.SIGNAL,), _S.EVALUATED, _WORK, "Evaluate the hazard"),
        Transition("propose", (_S.EVALUATED,), _S.PROPOSED, _WORK, "Propose a decision", meaning="reviewed"),
        Transition("reconsider", (_S.PROPOSED,), _S.SIGNAL, _DECIDE, "Evaluate again", reason_needed=True),
        Transition("decide", (_S.PROPOSED,), _S.DECIDED, _DECIDE, "Decide to recall", meaning="approved"),
        Transition(
            "decline", (_S.PROPOSED,), _S.NOT_RECALLED, _DECIDE, "Decide not to recall", reason_needed=True,
            meaning="rejected",
        ),
        Transition("lock", (_S.DECIDED,), _S.LOCKED, _WORK, "Lock the scope"),
        Transition("rehearse", (_S.SIGNAL,), _S.LOCKED, _WORK, "Lock the scope of the exercise"),
        Transition("plan", (_S.LOCKED,), _S.PLANNED, _WORK, "Set the strategy"),
        Transition("notify", (_S.PLANNED,), _S.NOTIFIED, _WORK, "Send the notices"),
        Transition("list_contacts", (_S.LOCKED,), _S.NOTIFIED, _WORK, "Confirm the contacts"),
        Transition(
            "terminate", (_S.NOTIFIED,), _S.TERMINATED, _DECIDE, "Terminate", reason_needed=True, meaning="approved"
        ),
    ],
    {
        "signal": "sponsor",
        "evaluated": "sponsor",
        "proposed": "sponsor",
        "decided": "sponsor",
        "locked": "sponsor",
        "planned": "sponsor",
        "notified": "both",
        "terminated": "nobody",
        "not_recalled": "nobody",
    },
)  # fmt: skip
"""The contract manufacturer answers its part beside it; while notices are out both sides act."""
EXERCISE_ONLY = ("rehearse", "list_contacts")
RECALL_ONLY = ("evaluate", "propose", "decide", "decline", "reconsider", "lock", "plan", "notify")
