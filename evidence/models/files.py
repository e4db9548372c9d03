"""Source documents: stored once by their SHA-256, returned byte for byte."""

from typing import ClassVar

from django.db import models

from kernel.rows import SharedRow


class EvidenceFile(SharedRow):
    """A file of the put-once store, as this partnership knows it."""

    append_only: ClassVar[bool] = True

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    """Sniffed from the content and checked against the name."""
    name = models.CharField(max_length=255)
    uploaded_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["partnership", "sha256", "name"], name="file_once")]
        indexes = [models.Index(fields=["uploaded_at"], name="file_by_arrival")]

    def __str__(self) -> str:
        return self.name


class PackDocument(SharedRow):
    """A file that stands behind a category of a pack."""

    append_only: ClassVar[bool] = True

    pack = models.ForeignKey("evidence.Pack", models.PROTECT, related_name="documents")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")
    category = models.CharField(max_length=40)
    title = models.CharField(max_length=250)

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["pack", "file", "category"], name="document_once")]

    def __str__(self) -> str:
        return self.title


class FileAttachment(SharedRow):
    """A document that stood inside a certificate's file and was taken out byte for byte."""

    append_only: ClassVar[bool] = True

    certificate = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="attachments")
    file = models.ForeignKey(EvidenceFile, models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["certificate", "file"], name="attachment_once")]

    def __str__(self) -> str:
        return f"attachment of {self.certificate_id}"
