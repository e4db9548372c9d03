"""What was read out of a file is kept page by page, or why it could not be; tried once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence.models import EvidenceFile, PageText, TextReading
from evidence.outside.reading import Reading
from kernel.history import acting
from kernel.scope import Actor


def keep_reading(*, file_id: UUID, reading: Reading, by: Actor, at: datetime) -> bool:
    """Store the pages and how reading went; False when another worker was first."""
    with transaction.atomic(), acting(by=by, reason="text read for search", at=at):
        file = EvidenceFile.objects.get(pk=file_id)
        whose = {"partnership_id": file.partnership_id, "sponsor_id": file.sponsor_id, "file": file}
        said = {"outcome": reading.outcome, "sentence": reading.sentence, "pages": len(reading.texts), "at": at}
        _, is_first = TextReading.objects.get_or_create(file=file, defaults=whose | said)
        if is_first:
            PageText.objects.bulk_create(
                PageText(**whose, page=page, text=text, source=reading.source, at=at)
                for page, text in reading.texts.items()
            )
        return is_first
