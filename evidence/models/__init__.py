"""Packs, their rows and files, verdicts and what reviewers made of them."""

from evidence.models.files import EvidenceFile, PackDocument
from evidence.models.packs import Pack, PackRow
from evidence.models.verdicts import ExceptionDecision, RuleVerdict, VerdictAnswer

__all__ = ["EvidenceFile", "ExceptionDecision", "Pack", "PackDocument", "PackRow", "RuleVerdict", "VerdictAnswer"]
