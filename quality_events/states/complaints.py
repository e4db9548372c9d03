"""A complaint's life, and that of a report about a serious adverse event (21 CFR 111.553-.570, 21 USC 379aa-1)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class Nature(TextChoices):
    QUALITY = "quality", "Quality"
    ADVERSE = "adverse", "Adverse event"
    LABELING = "labeling", "Labeling"
    OTHER = "other", "Other"


class Channel(TextChoices):
    PHONE = "phone", "Phone"
    MAIL = "mail", "E-mail"
    LETTER = "letter", "Letter"
    RETAILER = "retailer", "Retailer"
    WEBSITE = "website", "Website or review"
    AUTHORITY = "authority", "Authority"
    OTHER = "other", "Other"


class Reporter(TextChoices):
    """Who complains, as far as both companies need to know it."""

    CONSUMER = "consumer", "Consumer"
    PROFESSIONAL = "professional", "Health professional"
    RETAILER = "retailer", "Retailer or distributor"
    AUTHORITY = "authority", "Authority"
    OTHER = "other", "Other"


class ComplaintState(TextChoices):
    RECEIVED = "received", "Received"
    SCREENED = "screened", "Screened"
    REVIEWED = "reviewed", "Reviewed"
    INVESTIGATING = "investigating", "Under investigation"
    SET_ASIDE = "set_aside", "No investigation"
    CLOSED = "closed", "Closed"


_S = ComplaintState
_SCREEN, _SETTLE = "quality_events.screen", "quality_events.settle"


def _screened(source: ComplaintState, target: ComplaintState) -> Transition:
    return Transition("screen", (source,), target, _SCREEN, "Sign the screen", meaning="performed")


COMPLAINT = StateTable(
    ComplaintState,
    _S.RECEIVED,
    [
        *(_screened(source, _S.SCREENED) for source in (_S.RECEIVED, _S.SCREENED, _S.REVIEWED)),
        # What becomes known later can make an event serious: the duty to report does not end with the closing.
        *(_screened(source, source) for source in (_S.INVESTIGATING, _S.SET_ASIDE, _S.CLOSED)),
        Transition("review", (_S.SCREENED,), _S.REVIEWED, _SCREEN, "Sign the review", meaning="reviewed"),
        Transition("send_back", (_S.REVIEWED,), _S.SCREENED, _SETTLE, "Send back to the reviewer", reason_needed=True),
        Transition("investigate", (_S.REVIEWED,), _S.INVESTIGATING, _SETTLE, "Investigate", meaning="approved"),
        Transition("set_aside", (_S.REVIEWED,), _S.SET_ASIDE, _SETTLE, "Do not investigate", meaning="approved"),
        Transition("close", (_S.INVESTIGATING, _S.SET_ASIDE), _S.CLOSED, _SETTLE, "Close", meaning="approved"),
    ],
    {
        "received": "both",
        "screened": "both",
        "reviewed": "both",
        "investigating": "both",
        "set_aside": "both",
        "closed": "nobody",
    },
)


class AdverseReportState(TextChoices):
    DUE = "due", "To be submitted"
    SUBMITTED = "submitted", "Submitted"
    WITHDRAWN = "withdrawn", "Not owed any more"


_R = AdverseReportState

ADVERSE_REPORT = StateTable(
    AdverseReportState,
    _R.DUE,
    [
        Transition("submit", (_R.DUE,), _R.SUBMITTED, "quality_events.report_adverse", "Record the submission"),
        Transition("withdraw", (_R.DUE,), _R.WITHDRAWN, _SCREEN, "Withdraw", reason_needed=True),
    ],
    {"due": "sponsor", "submitted": "nobody", "withdrawn": "nobody"},
)
"""The duty is the firm's that the label names: the sponsor (trap T5)."""
