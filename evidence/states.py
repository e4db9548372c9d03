"""A pack's life (domain §C2). Its content never changes; a correction is the next version."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class PackState(TextChoices):
    CHECKING = "checking", "Being checked"
    INCOMPLETE = "incomplete", "Incomplete: gaps to close"
    COMPLETE = "complete", "Complete, to be attested"
    IN_REVIEW = "in_review", "In sponsor review"
    TO_COUNTERSIGN = "to_countersign", "Reviewed, to be countersigned"
    RETURNED = "returned", "Returned to the CMO"
    ACCEPTED = "accepted", "Accepted"
    SUPERSEDED = "superseded", "Superseded by a later version"
    WITHDRAWN = "withdrawn", "Withdrawn"


_S = PackState

PACK = StateTable(
    PackState,
    _S.CHECKING,
    [
        Transition("find_gaps", (_S.CHECKING, _S.COMPLETE), _S.INCOMPLETE, "evidence.submit", "Find gaps"),
        Transition("pass_check", (_S.CHECKING, _S.INCOMPLETE), _S.COMPLETE, "evidence.submit", "Pass the check"),
        Transition("attest", (_S.COMPLETE,), _S.IN_REVIEW, "evidence.attest", "Attest complete", meaning="attested"),
        Transition("accept", (_S.IN_REVIEW,), _S.ACCEPTED, "evidence.accept", "Accept", meaning="approved"),
        Transition(
            "accept_high_risk",
            (_S.IN_REVIEW,),
            _S.TO_COUNTERSIGN,
            "evidence.accept",
            "Accept, to be countersigned",
            meaning="reviewed",
        ),
        Transition(
            "countersign",
            (_S.TO_COUNTERSIGN,),
            _S.ACCEPTED,
            "evidence.countersign",
            "Countersign",
            meaning="approved",
        ),
        Transition(
            "return",
            (_S.IN_REVIEW, _S.TO_COUNTERSIGN),
            _S.RETURNED,
            "evidence.return",
            "Return",
            reason_needed=True,
        ),
        Transition(
            "supersede",
            (_S.CHECKING, _S.INCOMPLETE, _S.COMPLETE, _S.IN_REVIEW, _S.TO_COUNTERSIGN, _S.RETURNED),
            _S.SUPERSEDED,
            "evidence.submit",
            "Replace by a new version",
        ),
        Transition(
            "withdraw",
            (_S.INCOMPLETE, _S.COMPLETE),
            _S.WITHDRAWN,
            "evidence.submit",
            "Withdraw",
            reason_needed=True,
        ),
    ],
    {
        "checking": "platform",
        "incomplete": "cmo",
        "complete": "cmo",
        "in_review": "sponsor",
        "to_countersign": "sponsor",
        "returned": "cmo",
        "accepted": "nobody",
        "superseded": "nobody",
        "withdrawn": "nobody",
    },
)


class WaiverState(TextChoices):
    STANDING = "standing", "Standing"
    REVOKED = "revoked", "Revoked"


WAIVER = StateTable(
    WaiverState,
    WaiverState.STANDING,
    [
        Transition(
            "revoke", (WaiverState.STANDING,), WaiverState.REVOKED, "evidence.waive", "Revoke", reason_needed=True
        )
    ],
    {"standing": "nobody", "revoked": "nobody"},
)
"""A waiver past its end date stands on record but counts for nothing."""


class DraftState(TextChoices):
    """A result that was read or typed ahead of its pack."""

    TO_CONFIRM = "to_confirm", "Waits for a second person"
    READY = "ready", "For the next pack"
    DISCARDED = "discarded", "Discarded"


_D = DraftState

DRAFT = StateTable(
    DraftState,
    DraftState.TO_CONFIRM,
    [
        Transition("take", (_D.TO_CONFIRM,), _D.READY, "evidence.submit", "Take without a second person"),
        Transition("confirm", (_D.TO_CONFIRM,), _D.READY, "evidence.submit", "Confirm"),
        Transition(
            "discard", (_D.TO_CONFIRM, _D.READY), _D.DISCARDED, "evidence.submit", "Discard", reason_needed=True
        ),
    ],
    {"to_confirm": "cmo", "ready": "cmo", "discarded": "nobody"},
)


class Way(TextChoices):
    """How a result came in ahead of its pack."""

    CERTIFICATE = "json", "Read from the certificate (JSON)"
    MAPPED = "mapped", "Read by a profile of columns"
    TYPED = "typed", "Typed beside the document"


class QuestionState(TextChoices):
    ASKED = "asked", "Waits for the CMO's answer"
    ANSWERED = "answered", "Answered, to be read"
    SETTLED = "settled", "Settled"
    LAPSED = "lapsed", "Went back with the pack"


_Q = QuestionState

QUESTION = StateTable(
    QuestionState,
    _Q.ASKED,
    [
        Transition("answer", (_Q.ASKED,), _Q.ANSWERED, "evidence.submit", "Answer"),
        Transition("ask_again", (_Q.ANSWERED,), _Q.ASKED, "evidence.review", "Ask again"),
        Transition("settle", (_Q.ASKED, _Q.ANSWERED), _Q.SETTLED, "evidence.review", "Settle"),
        Transition("lapse", (_Q.ASKED, _Q.ANSWERED), _Q.LAPSED, "system", "Send back with the pack"),
    ],
    {"asked": "cmo", "answered": "sponsor", "settled": "nobody", "lapsed": "nobody"},
)


OPEN_QUESTION = (_Q.ASKED, _Q.ANSWERED)
"""A pack with such a question cannot be accepted."""


class TrendState(TextChoices):
    PROPOSED = "proposed", "Proposed"
    LOCKED = "locked", "Locked"
    REPLACED = "replaced", "Replaced by later limits"
    WITHDRAWN = "withdrawn", "Withdrawn"


_T = TrendState

TREND = StateTable(
    TrendState,
    _T.PROPOSED,
    [
        Transition(
            "lock", (_T.PROPOSED,), _T.LOCKED, "evidence.lock_limits", "Lock", meaning="approved", reason_needed=True
        ),
        Transition("withdraw", (_T.PROPOSED,), _T.WITHDRAWN, "evidence.propose_limits", "Withdraw", reason_needed=True),
        Transition("replace", (_T.LOCKED,), _T.REPLACED, "evidence.lock_limits", "Replace by the next limits"),
    ],
    {"proposed": "sponsor", "locked": "nobody", "replaced": "nobody", "withdrawn": "nobody"},
)


class SampleOutcome(TextChoices):
    """What a reviewer saw on a drawn item."""

    AS_EXPECTED = "as_expected", "As expected"
    QUESTION = "question", "A question to the CMO"


class Form(TextChoices):
    """In which form the pack came; the content is the same."""

    WORKBOOK = "workbook", "XLSX workbook"
    JSON = "json", "JSON"
    BUNDLE = "csv", "CSV bundle"


class Choice(TextChoices):
    """What a reviewer does with an exception."""

    ACCEPTED = "accepted", "Accepted with reason"
    QUESTIONED = "questioned", "Returned with a question"


class TextSource(TextChoices):
    """Where a page's text comes from."""

    EMBEDDED = "embedded", "Text of the document"
    OCR = "ocr", "Read from the picture: a search aid, not evidence"


class ReadingOutcome(TextChoices):
    """How reading a file's text went."""

    READ = "read", "Text can be searched"
    EMPTY = "empty", "No text: a picture or a scan"
    FAILED = "failed", "Text could not be read"


class ScanVerdict(TextChoices):
    """Three, because a file that was not scanned is not clean."""

    CLEAN = "clean", "No malware found"
    INFECTED = "infected", "Malware found"
    NOT_SCANNED = "not_scanned", "Not scanned"


class ComparisonOutcome(TextChoices):
    """How the comparison of two artworks ended."""

    SAME = "same", "No visible difference"
    CHANGED = "changed", "Visible differences"
    FAILED = "failed", "Could not be compared"


class PageSides(TextChoices):
    BOTH = "both", "Both"
    LEFT = "left", "Left only"
    RIGHT = "right", "Right only"
