"""Results that wait for a lot's next pack, and what a pack's results were taken from."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from evidence.models import DraftResult, FileAttachment, MappingProfile, Pack, PackRow, ResultOrigin
from evidence.pack.format import TestResult
from evidence.pack.known import KnownDocument
from evidence.states import DraftState


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


def result_of(draft: DraftResult, number: str = "1") -> TestResult:
    """The draft as a result of the pack format."""
    return TestResult.model_validate({**draft.data, "number": number})


def results_for_pack(drafts: Iterable[DraftResult]) -> tuple[TestResult, ...]:
    """The drafts as results with numbers of their own; the pack's order gives the final ones."""
    return tuple(result_of(draft, str(position)) for position, draft in enumerate(drafts, start=1))


def documents_for_pack(drafts: Iterable[DraftResult]) -> tuple[KnownDocument, ...]:
    """The files behind the drafts and what was inside them, each once; they are here already."""
    files = {draft.file_id: draft.file for draft in drafts}
    inside = FileAttachment.objects.filter(certificate_id__in=list(files)).select_related("file").order_by("id")
    files |= {entry.file_id: entry.file for entry in inside}
    documents = {(file.name, file.sha256): KnownDocument(file.name, file.sha256) for file in files.values()}
    return tuple(documents.values())


def profiles_of(organisation_id: UUID) -> list[MappingProfile]:
    """The newest version of each kind of document, by its name."""
    found = MappingProfile.objects.filter(organisation_id=organisation_id).order_by("kind", "-version")
    return list(found.distinct("kind"))


def origins_of(pack: Pack, positions: Iterable[int] | None = None) -> dict[int, DraftResult]:
    """Position in laboratory.results → the draft behind it; one query."""
    rows = ResultOrigin.objects.filter(pack=pack).select_related(
        "draft__file", "draft__entered_by", "draft__confirmed_by"
    )
    found = rows if positions is None else rows.filter(position__in=list(positions))
    return {origin.position: origin.draft for origin in found}


def origin_of(row: PackRow | None) -> DraftResult | None:
    """The draft behind one stored row; None for rows of other tables and for what the pack alone states."""
    if row is None or row.section != "laboratory.results":
        return None
    return origins_of(row.pack, [row.position]).get(row.position)
