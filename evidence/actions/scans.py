"""A stored file is scanned again: what the scanner says is kept, and a gap that waited for it may close (R128)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence.actions.checking import settle_lots
from evidence.models import EvidenceFile, FileScan, PackDocument
from evidence.outside.scanner import Opinion
from evidence.queries import LIVING
from kernel.history import acting
from kernel.scope import Actor
from lots.actions.gates import changing


def keep_scan(*, file_id: UUID, opinion: Opinion, by: Actor, at: datetime) -> FileScan:
    """Store one more verdict on a stored file and settle the packs that list its bytes."""
    file = EvidenceFile.objects.get(pk=file_id)
    lots = list(_lots_with(file))
    with transaction.atomic(), changing(lots), acting(by=by, reason=f"{file.name[:100]} scanned", at=at):
        scan = FileScan.objects.create(
            partnership_id=file.partnership_id,
            sponsor_id=file.sponsor_id,
            file=file,
            verdict=opinion.verdict,
            sentence=opinion.sentence,
            at=at,
        )
        settle_lots(lots, by=by, at=at)
        return scan


def _lots_with(file: EvidenceFile) -> set[UUID]:
    documents = PackDocument.objects.filter(
        partnership_id=file.partnership_id, file__sha256=file.sha256, pack__state__in=LIVING
    )
    return set(documents.values_list("pack__lot_id", flat=True))
