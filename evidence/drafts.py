"""Results that wait for a lot's next pack, and what a pack's results were taken from."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from evidence.models import DraftResult, FileAttachment, MappingProfile, Pack, PackRow, ResultOrigin
from evidence.pack.answering import Answer, answer, answer_component
from evidence.pack.certified import CertifiedLot
from evidence.pack.format import CertificateResult, TestResult
from evidence.pack.known import KnownCertificate, KnownDocument
from evidence.states import DraftState
from masters.baseline import BaselineValues

RESULTS, CERTIFICATES = "laboratory.results", "materials.certificate_results"
TRACED = (RESULTS, CERTIFICATES)
"""Sections whose rows may come from drafts."""


def drafts_of(lot_id: UUID) -> QuerySet[DraftResult]:
    """All results that were read or typed for the lot, in the order in which they came."""
    return (
        DraftResult.objects.filter(lot_id=lot_id)
        .select_related("file", "entered_by", "confirmed_by")
        .order_by("entered_at", "id")
    )


def standing_drafts(lot_id: UUID) -> QuerySet[DraftResult]:
    """Those that nobody has discarded."""
    return drafts_of(lot_id).exclude(state=DraftState.DISCARDED)


def ready_drafts(lot_id: UUID) -> list[DraftResult]:
    """Those that the next pack takes; what waits for a second person is not among them."""
    return list(drafts_of(lot_id).filter(state=DraftState.READY))


def answer_of(draft: DraftResult, baseline: BaselineValues, lot_number: str) -> Answer:
    """What the draft answers: a line of the lot's specification, or the certificate of a component lot."""
    if draft.component_lot:
        return answer_component(result_of(draft), draft.place, CertifiedLot(draft.component_lot, draft.component))
    return answer(result_of(draft), draft.place, baseline, lot_number)


def certificate_result_of(draft: DraftResult) -> CertificateResult:
    """The draft of a supplier's certificate as a row of the materials."""
    given = {name: draft.data[name] for name in ("method", "limit", "value", "unit") if name in draft.data}
    return CertificateResult.model_validate(
        {"component_lot": draft.component_lot, "attribute": draft.data["test"], **given}
    )


def result_of(draft: DraftResult, number: str = "1") -> TestResult:
    """The draft as a result of the pack format."""
    return TestResult.model_validate({**draft.data, "number": number})


def results_for_pack(drafts: Iterable[DraftResult]) -> tuple[TestResult, ...]:
    """The lot's own drafts as results with numbers of their own; the pack's order gives the final ones."""
    own = (draft for draft in drafts if not draft.component_lot)
    return tuple(result_of(draft, str(position)) for position, draft in enumerate(own, start=1))


def certificates_for_pack(drafts: Iterable[DraftResult]) -> tuple[KnownCertificate, ...]:
    """The suppliers' certificates, one a component lot; its first file is the one that the component lot names."""
    found: dict[str, KnownCertificate] = {}
    for draft in drafts:
        if draft.component_lot:
            first = KnownCertificate(draft.component_lot, draft.component, draft.file.name)
            known = found.setdefault(draft.component_lot, first)
            found[draft.component_lot] = replace(known, results=(*known.results, certificate_result_of(draft)))
    return tuple(found.values())


def documents_for_pack(drafts: Iterable[DraftResult]) -> tuple[KnownDocument, ...]:
    """The files behind the drafts and what was inside them, each once; they are here already."""
    categories = {draft.file_id: "materials" if draft.component_lot else "laboratory" for draft in drafts}
    files = {draft.file_id: draft.file for draft in drafts}
    inside = FileAttachment.objects.filter(certificate_id__in=list(files)).select_related("file").order_by("id")
    for entry in inside:
        files.setdefault(entry.file_id, entry.file)
        categories.setdefault(entry.file_id, categories[entry.certificate_id])
    documents = {
        (file.name, file.sha256): KnownDocument(file.name, file.sha256, categories[key]) for key, file in files.items()
    }
    return tuple(documents.values())


def profiles_of(organisation_id: UUID) -> list[MappingProfile]:
    """The newest version of each kind of document, by its name."""
    found = MappingProfile.objects.filter(organisation_id=organisation_id).order_by("kind", "-version")
    return list(found.distinct("kind"))


def origins_of(pack: Pack, positions: Iterable[int] | None = None, *, section: str = RESULTS) -> dict[int, DraftResult]:
    """Position in the section → the draft behind it; one query."""
    rows = ResultOrigin.objects.filter(pack=pack, section=section).select_related(
        "draft__file", "draft__entered_by", "draft__confirmed_by"
    )
    found = rows if positions is None else rows.filter(position__in=list(positions))
    return {origin.position: origin.draft for origin in found}


def origin_of(row: PackRow | None) -> DraftResult | None:
    """The draft behind one stored row; None for rows of other tables and for what the pack alone states."""
    if row is None or row.section not in TRACED:
        return None
    return origins_of(row.pack, [row.position], section=row.section).get(row.position)
