"""What a malware scanner said of a file, and what else about it a reader should know."""

from typing import ClassVar

from django.db import models

from evidence.states import ScanVerdict
from kernel.rows import SharedRow


class FileScan(SharedRow):
    """One scanner's verdict on a stored file; the newest that decides counts. Not scanned is not clean."""

    append_only: ClassVar[bool] = True

    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="scans")
    verdict = models.CharField(max_length=12, choices=ScanVerdict.choices)
    sentence = models.TextField(blank=True)
    """The signature that was found, or why the file was not scanned."""
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        indexes = [models.Index(fields=["file", "at"], name="scan_by_file")]

    def __str__(self) -> str:
        return self.get_verdict_display()
