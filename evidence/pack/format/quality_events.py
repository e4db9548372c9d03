"""Category 5: quality events declared with the lot (21 CFR 111.87-111.95, 111.113, 111.140(b)(3))."""

from typing import Literal

from evidence.pack.format.fields import (
    Code,
    Initials,
    Moment,
    Note,
    Row,
    Text,
    YesNo,
    column,
    optional,
)


class Event(Row):
    number: Code = column("Event", "Number of the event at the contract manufacturer, 111.140(b)(3).")
    kind: Literal[
        "deviation",
        "out of specification",
        "out of trend",
        "label",
        "complaint",
        "return",
        "audit finding",
        "change",
    ] = column("Kind", "What kind of event, 111.113(a).")
    grade: Literal["minor", "major", "critical"] = column("Class", "Class by the agreement.")
    title: Text | None = optional("Title", "What happened, in one line, 111.140(b)(3)(i).")
    concerns: Text | None = optional("Concerns", "Lots, steps, tests or rolls concerned.")
    instrument: Code | None = optional("Instrument in doubt", "Instrument whose accuracy is in doubt, 111.113(a)(4).")
    lots_assessed: Text | None = optional(
        "Lots assessed", "Lots measured with it and assessed, separated by commas, 111.113(a)(4)."
    )
    discovered_at: Moment | None = optional("Discovered", "When it was found.", unit="site time")
    recorded_at: Moment | None = optional("Recorded", "When it was recorded.", unit="site time")
    notified_at: Moment | None = optional("Notified", "When the sponsor was told.", unit="site time")
    closed_at: Moment | None = optional("Closed", "When it was closed; empty while open.", unit="site time")
    deviation: Note | None = optional("Deviation", "The specific deviation, 111.140(b)(3)(i).")
    cause: Note | None = optional("Cause", "Investigation into the cause, 111.140(b)(3)(ii).")
    effect: Note | None = optional("Effect", "Effect on quality and labeling, 111.140(b)(3)(iii).")
    correction: Note | None = optional("Correction and prevention", "Actions taken, 111.140(b)(3)(iv).")
    disposition: Note | None = optional("Disposition", "What was done with the material, 111.140(b)(3)(v).")
    scientific_reason: Note | None = optional(
        "Scientific reason", "Reason for reprocessing or treatment, 111.140(b)(3)(vi)."
    )
    reviewer: Initials | None = optional("Reviewer", "Who performed the material review, 111.140(b)(3)(vii).")
    informants: Text | None = optional("Informants", "Qualified persons who informed it, 111.140(b)(3)(vii).")


class Statement(Row):
    """CMO QA's statement that the list of events is complete; "none" is a signed statement too (R502)."""

    has_events: YesNo | None = optional("Events occurred", "Yes when events are listed below, no for none.")
    is_complete: YesNo | None = optional("List is complete", "QA states that no other event occurred, 111.113.")
    signed_by: Text | None = optional("Signed by", "Printed name of the QA person, 111.140(b)(2).")
    signed_at: Moment | None = optional("Signed", "When it was signed, 111.140(b)(2).", unit="site time")


class QualityEvents(Row):
    statement: Statement = column("Statement", "111.113, 111.140(b)(2).", default=Statement())
    events: tuple[Event, ...] = column("Events", "111.113, 111.140(b)(3).", default=())
