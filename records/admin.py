"""Signatures, refusals and looks, read-only."""

from parties.admin import show
from records.models import AccessRecord, Refusal, SealedReport, Signature

show(Signature, Refusal, AccessRecord, SealedReport)
