"""Signature meanings, proofs, functions, and a report's short life."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition
from parties.states import SigningFunction


class Meaning(TextChoices):
    """What a signature says (21 CFR 11.50(a)(3); domain §C)."""

    AUTHORED = "authored", "Authored"
    PERFORMED = "performed", "Performed"
    VERIFIED = "verified", "Verified"
    REVIEWED = "reviewed", "Reviewed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    RELEASED = "released", "Released"
    ACKNOWLEDGED = "acknowledged", "Acknowledged receipt"
    ATTESTED = "attested", "Attested complete"
    WAIVED = "waived", "Waived"
    WITNESSED = "witnessed", "Witnessed"


def meanings_named(words: str) -> tuple[Meaning, ...]:
    """The meanings that a signing page names, by their labels: “Approved or rejected” are two. Empty: none."""
    by_label = {str(meaning.label).lower(): meaning for meaning in Meaning}
    return tuple(by_label[part] for part in words.lower().split(" or ")) if words else ()


class Proof(TextChoices):
    """The components given at signing: both, or the secret alone later in a session (21 CFR 11.200(a)(1))."""

    PASSWORD = "password", "User ID and password"
    PASSKEY = "passkey", "User ID and passkey"
    CODE = "code", "User ID and code of an authenticator app"
    LATER_PASSWORD = "later_password", "Password, user ID given earlier in the session"
    LATER_PASSKEY = "later_passkey", "Passkey, user ID given earlier in the session"
    LATER_CODE = "later_code", "Code of an authenticator app, user ID given earlier in the session"


FUNCTIONS: dict[str, SigningFunction] = {
    "lot": SigningFunction.RELEASE,
    "pack": SigningFunction.EVIDENCE,
    "trend_limits": SigningFunction.EVIDENCE,
    "waiver": SigningFunction.WAIVERS,
    "quality_event": SigningFunction.EVENTS,
    "oos": SigningFunction.EVENTS,
    "oot": SigningFunction.EVENTS,
    "capa": SigningFunction.EVENTS,
    "capa_extension": SigningFunction.EVENTS,
    "class_change": SigningFunction.EVENTS,
    "informant": SigningFunction.EVENTS,
    "complaint": SigningFunction.EVENTS,
    "return": SigningFunction.EVENTS,
    "recall": SigningFunction.EVENTS,
    "change_request": SigningFunction.CHANGES,
    "agreement_version": SigningFunction.AGREEMENTS,
    "clause_call": SigningFunction.AGREEMENTS,
    "baseline_draft": SigningFunction.MASTERS,
    "master_version": SigningFunction.MASTERS,
    "legal_hold": SigningFunction.RECORDS,
    "disposal_list": SigningFunction.RECORDS,
}
"""What a signer must be trained on, by the kind of record (21 CFR 11.10(i))."""

OWN_WORDS = ""
"""The permission of what anybody signs who said it: none."""

SEALER_LOCK = 0x5EA1
"""The advisory lock of the one sealer; an export holds it while it reads."""


class KeyHolder(TextChoices):
    """Who keeps the key that a company countersigns with."""

    PLATFORM = "platform", "Kept by the platform"
    COMPANY = "company", "Kept by the company"


class ReportState(TextChoices):
    QUEUED = "queued", "Queued"
    RENDERING = "rendering", "Being made"
    SEALED = "sealed", "Sealed"
    FAILED = "failed", "Failed"


REPORT = StateTable(
    ReportState,
    ReportState.QUEUED,
    [
        Transition(
            "render",
            (ReportState.QUEUED, ReportState.RENDERING, ReportState.FAILED),
            ReportState.RENDERING,
            "records.export",
            "Make",
        ),
        Transition("seal", (ReportState.RENDERING,), ReportState.SEALED, "records.export", "Seal"),
        Transition(
            "fail",
            (ReportState.QUEUED, ReportState.RENDERING),
            ReportState.FAILED,
            "records.export",
            "Give up",
        ),
    ],
    {"queued": "platform", "rendering": "platform", "sealed": "nobody", "failed": "platform"},
)
