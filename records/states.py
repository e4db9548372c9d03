"""Signature meanings, proofs, and a report's short life."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


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


class Proof(TextChoices):
    """The component given at signing (21 CFR 11.200(a)(1))."""

    PASSWORD = "password", "User ID and password"
    PASSKEY = "passkey", "User ID and passkey"


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
