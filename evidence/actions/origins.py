"""A pack's results are traced to the drafts that they were taken from; the pack itself says nothing of it.

The record is the platform's own, beside the rows: a pack keeps one content in all four forms, and nobody can claim
in a workbook that a value was read from a certificate.
"""

from evidence.drafts import ready_drafts, result_of
from evidence.models import DraftResult, Pack, ResultOrigin
from evidence.pack.format import Pack as StatedPack
from evidence.pack.format import TestResult

Decisive = tuple[object, ...]


def record_origins(pack: Pack, stated: StatedPack) -> None:
    """A result comes from a draft when test, figures and document are the draft's; each draft counts once."""
    waiting: dict[Decisive, list[DraftResult]] = {}
    for draft in ready_drafts(pack.lot_id):
        waiting.setdefault(_decisive(result_of(draft)), []).append(draft)
    origins = []
    for position, row in enumerate(stated.laboratory.results if waiting else (), start=1):
        drafts = waiting.get(_decisive(row), [])
        found = next((draft for draft in drafts if result_of(draft).loq in (None, row.loq)), None)
        if found is not None:
            drafts.remove(found)
            origins.append(
                ResultOrigin(
                    partnership_id=pack.partnership_id,
                    sponsor_id=pack.sponsor_id,
                    pack=pack,
                    position=position,
                    draft=found,
                )
            )
    ResultOrigin.objects.bulk_create(origins)


def _decisive(row: TestResult) -> Decisive:
    """What makes a value the one of the document; 0.40 and 0.4 are one. An LOQ may be added, never changed."""
    value = row.value.canonical_text if row.value is not None else None
    return (row.test, row.stage, value, row.unit, row.document)
