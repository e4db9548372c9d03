"""The text inside stored files, page by page: a search aid beside the evidence, never evidence itself."""

from typing import ClassVar

from django.db import models

from evidence.states import ReadingOutcome, TextSource
from kernel.rows import SharedRow


class PageText(SharedRow):
    """What one page of a file says, as a program read it. Whoever sees the file may find its pages."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # an inner row (ADR 0005)
    file = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, related_name="pages")
    page = models.PositiveIntegerField()
    """From 1, as a PDF viewer counts."""
    text = models.TextField()
    source = models.CharField(max_length=8, choices=TextSource.choices)
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["file", "page", "source"], name="page_read_once")]

    def __str__(self) -> str:
        return f"page {self.page}"


class TextReading(SharedRow):
    """How the one attempt to read a file's text went; a file that could not be read says why."""

    append_only: ClassVar[bool] = True

    file = models.OneToOneField("evidence.EvidenceFile", models.PROTECT, related_name="reading")
    outcome = models.CharField(max_length=8, choices=ReadingOutcome.choices)
    pages = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sentence or self.get_outcome_display()
