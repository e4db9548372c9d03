"""What scanners said of stored bytes: the newest verdict that decides counts; bytes without one are not scanned."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Case, DateTimeField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

from evidence.models import FileScan, RuleVerdict
from evidence.states import ScanVerdict

SCAN_RULE = "R128"
"""Its finding about a document that was not scanned closes by itself once a scanner finds it clean."""


def standing_scans(partnership_id: UUID, hashes: Collection[str]) -> dict[str, FileScan]:
    """SHA-256 → the scan that counts, for bytes that were sent to a scanner at all; one query.

    A later “not scanned” takes nothing from an earlier verdict on the same bytes.
    """
    scans = FileScan.objects.filter(partnership_id=partnership_id, file__sha256__in=list(hashes))
    found: dict[str, FileScan] = {}
    for scan in scans.select_related("file").order_by("at", "id"):
        if scan.verdict != ScanVerdict.NOT_SCANNED or scan.file.sha256 not in found:
            found[scan.file.sha256] = scan
    return found


def _deciding() -> QuerySet[FileScan]:
    """Scans of the document that the outer query's verdict names by its hash; the newest first."""
    sha256 = Cast(KeyTextTransform("sha256", OuterRef("inputs")), TextField())
    scans = FileScan.objects.filter(partnership_id=OuterRef("partnership_id"), file__sha256=sha256)
    return scans.exclude(verdict=ScanVerdict.NOT_SCANNED).order_by("-at", "-id")


def is_scanned_since() -> Q:
    """A finding of R128 about a document that a scanner has found clean after the check."""
    newest = Subquery(_deciding().values("verdict")[:1], output_field=TextField())
    said = Coalesce(newest, Value(""), output_field=TextField())
    return Q(Exact(said, Value(ScanVerdict.CLEAN.value)), rule=SCAN_RULE)


def with_scan(verdicts: QuerySet[RuleVerdict]) -> QuerySet[RuleVerdict]:
    """Each verdict with `scanned_clean_at`: when a scanner found the document of R128 clean after all, or None."""
    clean = Subquery(_deciding().values("at")[:1])
    return verdicts.annotate(
        scanned_clean_at=Case(When(is_scanned_since(), then=clean), default=None, output_field=DateTimeField())
    )
