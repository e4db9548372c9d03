"""A quality event's life and the disposition table as law (domain §C3, trap T1)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class EventKind(TextChoices):
    DEVIATION = "deviation", "Deviation"
    OOS = "oos", "Out of specification"
    OOT = "oot", "Out of trend"
    LABEL = "label", "Label incident"
    COMPLAINT = "complaint", "Complaint"
    RETURN = "return", "Return"
    ADVERSE_EVENT = "adverse_event", "Adverse event"
    AUDIT_FINDING = "audit_finding", "Audit finding"
    CHANGE_BREACH = "change_breach", "Change breach"


class Classification(TextChoices):
    MINOR = "minor", "Minor"
    MAJOR = "major", "Major"
    CRITICAL = "critical", "Critical"


class Standing(TextChoices):
    """Whether an event reaches a lot, as far as the investigation knows."""

    INCLUDED = "included", "Affected"
    SUSPECTED = "suspected", "To be looked at"
    EXCLUDED = "excluded", "Not affected"


class Missed(TextChoices):
    """Which specification of 21 CFR 111.70 was missed, if any: decides what is lawful."""

    NONE = "none", "No specification missed"
    SPECIFICATION = "specification", "A specification missed"
    IDENTITY = "identity", "An identity specification missed"


def at_least(least: str) -> tuple[Missed, ...]:
    """What may be declared where the findings say so much: never less."""
    return tuple(Missed)[tuple(Missed).index(Missed(least)) :]


class EventDisposition(TextChoices):
    REJECT = "reject", "Reject"
    TREAT = "treat", "Treat or adjust in process"
    REPROCESS = "reprocess", "Reprocess"
    ACCEPT = "accept", "Accept with justification"


LAWFUL: dict[str, tuple[str, ...]] = {
    Missed.NONE: (
        EventDisposition.ACCEPT,
        EventDisposition.TREAT,
        EventDisposition.REPROCESS,
        EventDisposition.REJECT,
    ),
    Missed.SPECIFICATION: (EventDisposition.TREAT, EventDisposition.REPROCESS, EventDisposition.REJECT),
    Missed.IDENTITY: (EventDisposition.REJECT,),
}
"""21 CFR 111.77(a), (b), 111.113(b)(2), 111.123(b): using a missed specification as it is does not exist."""


class EventState(TextChoices):
    REPORTED = "reported", "Reported"
    INVESTIGATING = "investigating", "Under investigation"
    PROPOSED = "proposed", "Disposition proposed"
    DECIDED = "decided", "Approved by the sponsor"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    CANCELLED = "cancelled", "Cancelled"


_S = EventState
INVESTIGABLE = (_S.REPORTED, _S.INVESTIGATING, _S.REOPENED)
"""Where the investigation may be written; from the proposal on it is fixed."""
OPEN = (*INVESTIGABLE, _S.PROPOSED, _S.DECIDED)

EVENT = StateTable(
    EventState,
    _S.REPORTED,
    [
        Transition(
            "investigate",
            (_S.REPORTED, _S.REOPENED),
            _S.INVESTIGATING,
            "quality_events.investigate",
            "Start investigation",
        ),
        Transition(
            "propose",
            INVESTIGABLE,
            _S.PROPOSED,
            "quality_events.investigate",
            "Propose disposition",
            meaning="authored",
        ),
        Transition("approve", (_S.PROPOSED,), _S.DECIDED, "quality_events.decide", "Approve", meaning="approved"),
        Transition(
            "question",
            (_S.PROPOSED,),
            _S.INVESTIGATING,
            "quality_events.decide",
            "Return with questions",
            reason_needed=True,
        ),
        Transition(
            "refuse",
            (_S.PROPOSED,),
            _S.INVESTIGATING,
            "quality_events.decide",
            "Refuse",
            meaning="rejected",
            reason_needed=True,
        ),
        Transition("close", (_S.DECIDED,), _S.CLOSED, "quality_events.decide", "Close", meaning="reviewed"),
        Transition("close_by_cmo", (_S.PROPOSED,), _S.CLOSED, "quality_events.close", "Close", meaning="reviewed"),
        # What becomes known later: whoever may close may open again, and no signature is taken back by it.
        Transition("reopen", (_S.CLOSED,), _S.REOPENED, "quality_events.decide", "Reopen", reason_needed=True),
        Transition("reopen_by_cmo", (_S.CLOSED,), _S.REOPENED, "quality_events.close", "Reopen", reason_needed=True),
        Transition(
            "cancel",
            (_S.REPORTED, _S.INVESTIGATING),
            _S.CANCELLED,
            "quality_events.decide",
            "Cancel",
            reason_needed=True,
        ),
    ],
    {
        "reported": "cmo",
        "investigating": "cmo",
        "proposed": "sponsor",
        "decided": "sponsor",
        "closed": "nobody",
        "reopened": "cmo",
        "cancelled": "nobody",
    },
)
