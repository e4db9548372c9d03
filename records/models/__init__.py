"""What proves a decision: signatures, refusals, who looked, sealed reports, and the seals over all of it."""

from records.models.countersigning import CompanyKey, Countersignature, DayHead
from records.models.reports import SealedReport
from records.models.retention import DisposalList, LegalHold
from records.models.seals import Seal, SealStamp, SealTree, TreeHead
from records.models.signatures import Signature
from records.models.trail import AccessRecord, Refusal

__all__ = [
    "AccessRecord",
    "CompanyKey",
    "Countersignature",
    "DayHead",
    "DisposalList",
    "LegalHold",
    "Refusal",
    "Seal",
    "SealStamp",
    "SealTree",
    "SealedReport",
    "Signature",
    "TreeHead",
]
