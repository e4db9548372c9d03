"""Who moves an agreement's version, and the catalogue of typed clauses (domain §C0)."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class VersionState(TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed, waiting for signatures"
    SIGNED = "signed", "Signed by both"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClauseKind(TextChoices):
    """Each kind has a schema in `agreements/clauses.py`; each compiles to a clock, a gate or a list."""

    RELEASE_PATTERN = "release_pattern", "Release pattern"
    EVIDENCE = "evidence", "Evidence categories and hand-off window"
    NOTIFICATION = "notification", "Notification of events"
    EVENT_APPROVAL = "event_approval", "Sponsor approval of events"
    REVIEW = "review", "Sponsor review and decision time"
    CHANGE = "change", "Change control"
    WAIVER = "waiver", "Waiver of rules"
    CONTAINMENT = "containment", "Containment of events"
    PAUSE = "pause", "Pause of deadlines"
    INVESTIGATION = "investigation", "Investigation of events"
    COMPLAINT = "complaint", "Complaints received by the CMO"
    PURPOSE = "purpose", "Purpose"
    DEFINITIONS = "definitions", "Definitions"
    QUALITY_UNIT = "quality_unit", "Quality unit"
    FACILITIES = "facilities", "Facilities and inspections"
    MATERIALS = "materials", "Materials"
    PRODUCT_SPECIFIC = "product_specific", "Product-specific"
    LABORATORY = "laboratory", "Laboratory controls"
    DOCUMENTATION = "documentation", "Documentation"
    DATA_INTEGRITY = "data_integrity", "Data integrity"
    RECALL = "recall", "Recall"
    RESERVE_SAMPLES = "reserve_samples", "Reserve samples"
    LABEL_OWNERSHIP = "label_ownership", "Ownership of labels"
    SUBCONTRACTING = "subcontracting", "Subcontracting"
    AUDIT_RIGHT = "audit_right", "Right to audit"
    RETENTION_EXIT = "retention_exit", "Records at the end"
    DISPUTE = "dispute", "Disagreements"
    TERMINATION = "termination", "Notice of the end"


_K = ClauseKind

NEEDED = (_K.RELEASE_PATTERN, _K.EVIDENCE, _K.NOTIFICATION, _K.EVENT_APPROVAL, _K.REVIEW, _K.CHANGE)
"""Kinds that no agreement goes without. Without any other: nothing is waived, only reported lots are held, no deadline
is paused, an investigation takes the trade's 3 business days (interim) and 30 days, a complaint is passed on in 1
business day, and the law's and the trade's defaults hold."""


class ChangeTrigger(TextChoices):
    """What a change request may touch (domain §C5); a clause says for each who decides."""

    SUPPLIER = "supplier", "Component supplier or manufacturer site"
    COMPONENT_SPEC = "component_spec", "Component grade or specification"
    FORMULA = "formula", "Formula or overage"
    PROCESS = "process", "Process parameter"
    EQUIPMENT = "equipment", "Order of steps, or equipment of another principle"
    EQUIPMENT_LIKE = "equipment_like", "Equipment, like for like"
    SITE = "site", "Line, room or site"
    CLEANING = "cleaning", "Cleaning method or agent"
    METHOD = "method", "Test method or laboratory"
    PACKAGING = "packaging", "Packaging material"
    LABEL = "label", "Label, claim, allergen or artwork"
    SHELF_LIFE = "shelf_life", "Shelf life or storage"
    SUBCONTRACTING = "subcontracting", "Subcontracting of a step"
    PERSONNEL = "personnel", "Key quality personnel"
    COMPUTER = "computer", "Computer system for batch records or laboratory"
    SHARED_LINE = "shared_line", "Allergen or controlled substance on a shared line"
    UTILITIES = "utilities", "Utilities or water"
    STANDING = "standing", "Ownership, registration, certification or inspection"


class ChangeWay(TextChoices):
    """What a kind of change needs before it takes effect."""

    NOTIFY = "notify", "The sponsor is told"
    APPROVE = "approve", "The sponsor approves"
    QUALIFY = "qualify", "The sponsor approves, after qualification lots"


class CallState(TextChoices):
    """A clause that somebody calls upon (`agreements/calls.py`)."""

    OPEN = "open", "Waiting for the other side"
    ANSWERED = "answered", "Answered"
    SETTLED = "settled", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"


_S = VersionState

VERSION = StateTable(
    VersionState,
    _S.DRAFT,
    [
        Transition("agree", (_S.DRAFT,), _S.AGREED, "agreements.draft", "Mark as agreed"),
        Transition("reopen", (_S.AGREED,), _S.DRAFT, "agreements.draft", "Back to draft", reason_needed=True),
        Transition("complete", (_S.AGREED,), _S.SIGNED, "agreements.sign", "Sign", meaning="approved"),
        Transition("withdraw", (_S.DRAFT, _S.AGREED), _S.WITHDRAWN, "agreements.draft", "Withdraw", reason_needed=True),
    ],
    {"draft": "both", "agreed": "both", "signed": "nobody", "withdrawn": "nobody"},
)

_C = CallState
_CALL = "agreements.call"

CALL = StateTable(
    CallState,
    _C.OPEN,
    [
        Transition("answer", (_C.OPEN,), _C.ANSWERED, _CALL, "Answer"),
        Transition("ask_again", (_C.ANSWERED,), _C.OPEN, _CALL, "Ask again", reason_needed=True),
        Transition("settle", (_C.ANSWERED,), _C.SETTLED, _CALL, "Settle"),
        Transition("withdraw", (_C.OPEN,), _C.WITHDRAWN, _CALL, "Withdraw", reason_needed=True),
    ],
    {"open": "both", "answered": "both", "settled": "nobody", "withdrawn": "nobody"},
)
"""Either side calls; the other one answers, the caller settles, asks again or withdraws (`rules.check_whose_move`)."""
