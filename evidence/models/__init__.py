"""Packs, their rows and files, verdicts and what reviewers made of them."""

from evidence.models.arrivals import Arrival
from evidence.models.artworks import ArtworkComparison, ArtworkFile, ComparedPage, ComparisonEnd
from evidence.models.drafts import DraftResult, ResultOrigin
from evidence.models.files import EvidenceFile, FileAttachment, PackDocument
from evidence.models.packs import ChangeReason, Pack, PackRow
from evidence.models.profiles import MappingProfile
from evidence.models.questions import QuestionPost, VerdictQuestion
from evidence.models.samples import SampleDraw, SampleItem, SampleLook
from evidence.models.scans import FileScan
from evidence.models.texts import PageText, TextReading
from evidence.models.trends import TrendLimits
from evidence.models.verdicts import ExceptionDecision, RuleVerdict, VerdictAnswer
from evidence.models.waivers import RuleWaiver

__all__ = [
    "Arrival", "ArtworkComparison", "ArtworkFile", "ChangeReason", "ComparedPage", "ComparisonEnd", "DraftResult",
    "EvidenceFile", "ExceptionDecision", "FileAttachment", "FileScan", "MappingProfile", "Pack", "PackDocument",
    "PackRow", "PageText", "QuestionPost", "ResultOrigin", "RuleVerdict", "RuleWaiver", "SampleDraw", "SampleItem",
    "SampleLook", "TextReading", "TrendLimits", "VerdictAnswer", "VerdictQuestion",
]  # fmt: skip
