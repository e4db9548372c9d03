"""The tone and the icon of each state. Words are not here: the enum's label is where a state is worded."""

from typing import NamedTuple


class Look(NamedTuple):
    tone: str  # good, wait, bad, info or idle: the classes of `static/oversight.css`
    icon: str  # a name of `static/icons.txt`


PASSED = Look("good", "circle-check")
SIGNED = Look("good", "signature")
MOVING = Look("info", "progress-check")
READING = Look("info", "eye")
WAITING = Look("wait", "hourglass")
WARNED = Look("wait", "alert-triangle")
STOPPED = Look("bad", "ban")
FAILED = Look("bad", "circle-x")
RESTING = Look("idle", "circle-dashed")
CLOSED = Look("idle", "archive")
UNKNOWN = Look("idle", "point")

LOOKS: dict[str, Look] = (
    dict.fromkeys(("passed", "accepted", "approved", "verified", "met", "qualified", "complete"), PASSED)
    | dict.fromkeys(("conforming", "valid", "intact", "active", "in_force", "effective", "answered"), PASSED)
    | dict.fromkeys(("released", "signed", "cmo_qc_approved", "attested", "agreed"), SIGNED)
    | dict.fromkeys(("live",), Look("good", "lock-open"))
    | dict.fromkeys(("shipped", "shipped_part", "spent"), Look("good", "truck-delivery"))
    | dict.fromkeys(("in_process", "implementing", "checking", "running", "investigating"), MOVING)
    | dict.fromkeys(("completed", "contained", "rca_complete", "implemented", "rework", "reprocess"), MOVING)
    | dict.fromkeys(("in_review", "sponsor_review", "impact_assessment", "triaged", "classified"), READING)
    | dict.fromkeys(("pack_pending", "submitted", "negotiation", "sponsor_decision", "to_countersign"), WAITING)
    | dict.fromkeys(("disposition_proposed", "effectiveness_pending", "due", "reported"), WAITING)
    | dict.fromkeys(("due_soon", "paused"), Look("wait", "clock-pause"))
    | dict.fromkeys(("exception", "exceptions_open", "incomplete", "needs_event", "missing"), WARNED)
    | dict.fromkeys(("clean", "read"), PASSED)
    | dict.fromkeys(("not_scanned", "empty"), WARNED)
    | dict.fromkeys(("conditional", "major", "expiring", "probation", "warning", "reopened"), WARNED)
    | dict.fromkeys(("hold", "held", "on_hold", "suspended", "quarantine"), Look("wait", "hand-stop"))
    | dict.fromkeys(("blocked", "recalled", "disqualified", "revoked", "terminated"), STOPPED)
    | dict.fromkeys(("failed", "rejected", "refused", "not_effective", "returned", "broken", "infected"), FAILED)
    | dict.fromkeys(("critical", "overdue"), Look("bad", "alert-octagon"))
    | dict.fromkeys(("draft", "planned", "prospect", "not_due", "not_applicable", "minor"), RESTING)
    | dict.fromkeys(("closed", "archived", "superseded", "expired", "cancelled", "withdrawn", "declined"), CLOSED)
    | dict.fromkeys(("waived", "amended"), Look("idle", "writing-sign"))
)


def look_of(code: str) -> Look:
    """The look of a state's code; a code the table doesn't know is shown plainly rather than refused."""
    return LOOKS.get(code, UNKNOWN)


def words_of(code: str) -> str:
    """A code as words, for codes that have no label of their own: `needs_event` → `needs event`."""
    return str(code).replace("_", " ")
