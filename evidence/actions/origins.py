"""A pack's results are traced to the drafts that they were taken from; the pack itself says nothing of it.

The record is the platform's own, beside the rows: a pack keeps one content in all four forms, and nobody can claim
in a workbook that a value was read from a certificate.
"""

from collections.abc import Iterable

from evidence.drafts import CERTIFICATES, RESULTS, certificate_result_of, ready_drafts, result_of
from evidence.models import DraftResult, Pack, ResultOrigin
from evidence.pack.format import CertificateResult, TestResult
from evidence.pack.format import Pack as StatedPack

Decisive = tuple[object, ...]


def record_origins(pack: Pack, stated: StatedPack) -> None:
    """A result comes from a draft when test, figures and document are the draft's; each draft counts once."""
    drafts = ready_drafts(pack.lot_id)
    own = [draft for draft in drafts if not draft.component_lot]
    suppliers = [draft for draft in drafts if draft.component_lot]
    ResultOrigin.objects.bulk_create([*_of_results(pack, stated, own), *_of_certificates(pack, stated, suppliers)])


def _of_results(pack: Pack, stated: StatedPack, drafts: list[DraftResult]) -> Iterable[ResultOrigin]:
    waiting: dict[Decisive, list[DraftResult]] = {}
    for draft in drafts:
        waiting.setdefault(_decisive(result_of(draft)), []).append(draft)
    for position, row in enumerate(stated.laboratory.results if waiting else (), start=1):
        left = waiting.get(_decisive(row), [])
        found = next((draft for draft in left if result_of(draft).loq in (None, row.loq)), None)
        if found is not None:
            left.remove(found)
            yield _origin(pack, RESULTS, position, found)


def _of_certificates(pack: Pack, stated: StatedPack, drafts: list[DraftResult]) -> Iterable[ResultOrigin]:
    """The component lot names the file, so a figure of another certificate of the same lot is not taken for it."""
    named = {lot.number: lot.certificate for lot in stated.materials.component_lots}
    waiting: dict[Decisive, list[DraftResult]] = {}
    for draft in drafts:
        if named.get(draft.component_lot) == draft.file.name:
            waiting.setdefault(_certified(certificate_result_of(draft)), []).append(draft)
    for position, row in enumerate(stated.materials.certificate_results if waiting else (), start=1):
        left = waiting.get(_certified(row), [])
        if left:
            yield _origin(pack, CERTIFICATES, position, left.pop(0))


def _origin(pack: Pack, section: str, position: int, draft: DraftResult) -> ResultOrigin:
    return ResultOrigin(
        partnership_id=pack.partnership_id,
        sponsor_id=pack.sponsor_id,
        pack=pack,
        section=section,
        position=position,
        draft=draft,
    )


def _decisive(row: TestResult) -> Decisive:
    """What makes a value the one of the document; 0.40 and 0.4 are one. An LOQ may be added, never changed."""
    value = row.value.canonical_text if row.value is not None else None
    return (row.test, row.stage, value, row.unit, row.document)


def _certified(row: CertificateResult) -> Decisive:
    value = row.value.canonical_text if row.value is not None else None
    return (row.component_lot, row.attribute, value, row.unit)
