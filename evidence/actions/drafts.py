"""Results come in ahead of their pack: read from a certificate or a table, or typed and confirmed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from pydantic import ValidationError

from evidence import rules
from evidence.actions.files import Incoming, enter, put
from evidence.imports import DryRun, dry_run
from evidence.models import DraftResult, EvidenceFile, FileAttachment, MappingProfile
from evidence.pack.answering import Answer, answer, answer_component
from evidence.pack.certificates import Certificate
from evidence.pack.format import TestResult
from evidence.pack.problems import Unreadable
from evidence.pack.reasons import problems_of
from evidence.states import DraftState, Way
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import check_move, move
from lots.models import Lot
from masters.queries import baseline_values


def import_certificate(
    *,
    lot_id: UUID,
    file: Incoming,
    by: Actor,
    at: datetime,
    reason: str = "",
    profile_id: UUID | None = None,
    component: str = "",
    component_lot: str = "",
) -> list[DraftResult]:
    """Take the results of a certificate (JSON) or, by a profile of columns, of a CSV or XLSX: all rows or none.

    With `component` (item code) and `component_lot` it is a supplier's certificate, and its results go to the pack's
    materials. The file and the documents inside it go into the store. Raises UnreadablePack with every place and its
    cure, Refused for a file whose results stand already.
    """
    with transaction.atomic(), acting(by=by, reason=reason or f"results of {file.name} taken", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        rules.check_may_submit(by, lot)
        profile = None if profile_id is None else MappingProfile.objects.get(pk=profile_id)
        certified = rules.check_certified(lot, component_lot, component)
        run = dry_run(file, lot, profile, certified)
        _check_not_taken(lot, file, component_lot.strip())
        certificate = enter(lot, [file], by, at)[file.name]
        _attach(lot, certificate, run, by, at)
        drafts = [_keep(lot, certificate, run, found, by, at) for found in run.answers]
        put([file, *run.attachments])  # last: what was refused or failed above leaves no file behind
        return drafts


def _check_not_taken(lot: Lot, file: Incoming, component_lot: str) -> None:
    standing = DraftResult.objects.filter(lot=lot, file__sha256=file.sha256, component_lot=component_lot)
    first = standing.exclude(state=DraftState.DISCARDED).select_related("entered_by").order_by("entered_at").first()
    if first is not None:
        raise Refused(
            f"The results of this very file were taken by {first.entered_by} on {first.entered_at:%Y-%m-%d}. "
            "Discard those first if they are to be read again.",
            code="taken-already",
        )


def _attach(lot: Lot, certificate: EvidenceFile, run: DryRun, by: Actor, at: datetime) -> None:
    for inside in enter(lot, run.attachments, by, at).values():
        FileAttachment.objects.get_or_create(
            partnership_id=lot.partnership_id,
            certificate=certificate,
            file=inside,
            defaults={"sponsor_id": lot.sponsor_id},
        )


def _keep(lot: Lot, file: EvidenceFile, run: DryRun, found: Answer, by: Actor, at: datetime) -> DraftResult:
    draft = _created(lot, file, found, by, at, way=run.way, profile=run.profile, certificate=run.certificate)
    move(draft, "take", by=system(lot.partnership_id))
    return draft


def _created(
    lot: Lot,
    file: EvidenceFile,
    found: Answer,
    by: Actor,
    at: datetime,
    *,
    way: Way,
    profile: MappingProfile | None = None,
    page: int = 0,
    certificate: Certificate | None = None,
) -> DraftResult:
    data = found.row.model_dump(mode="json", exclude_defaults=True, exclude={"number"})
    return DraftResult.objects.create(
        partnership_id=lot.partnership_id,
        sponsor_id=lot.sponsor_id,
        lot=lot,
        file=file,
        way=way,
        place=found.place,
        page=page,
        profile=str(profile or ""),
        profile_id=profile.pk if profile else None,
        component=found.certified.component if found.certified else "",
        component_lot=found.certified.number if found.certified else "",
        **_stated(certificate),
        data=data,
        is_critical=found.is_critical,
        entered_by_id=by.person_id,
        entered_at=at,
    )


def _stated(certificate: Certificate | None) -> dict[str, Any]:
    """Number, date and parties of a certificate, as fields of the draft."""
    if certificate is None:
        return {}
    return {
        "certificate_number": certificate.number[:120],
        "certificate_date": certificate.issued_on,
        "issued_by": certificate.manufacturer[:200],
        "issued_to": certificate.customer[:200],
        "receiver": certificate.receiver[:200],
    }


def enter_result(
    *,
    lot_id: UUID,
    file_id: UUID,
    page: int,
    given: Mapping[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    component: str = "",
    component_lot: str = "",
) -> DraftResult:
    """Keep one result that was typed beside a page of a stored document; `given`: fields of the pack format.

    With `component` and `component_lot` it is of a supplier's certificate. A critical one waits for a second person.
    Raises UnreadablePack where a field would have to be guessed.
    """
    with transaction.atomic(), acting(by=by, reason=reason or "result typed beside its document", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        rules.check_may_submit(by, lot)
        file = EvidenceFile.objects.get(pk=file_id, partnership_id=lot.partnership_id)
        row = _typed(given, file.name)
        rules.check_has_result(row)
        place, certified = (
            f"page {page}" if page else "the document",
            rules.check_certified(lot, component_lot, component),
        )
        baseline = baseline_values(lot)
        found = answer_component(row, place, certified) if certified else answer(row, place, baseline, lot.number)
        draft = _created(lot, file, found, by, at, way=Way.TYPED, page=page)
        if not found.is_critical:
            move(draft, "take", by=system(lot.partnership_id))
        return draft


def _typed(given: Mapping[str, Any], file: str) -> TestResult:
    try:
        return TestResult.model_validate({**given, "number": "1", "document": file})
    except ValidationError as error:
        problems = problems_of(error, file=file, place=lambda path: ("", None, str(path[0])))
        raise rules.UnreadablePack(Unreadable(problems)) from None


def confirm_result(*, draft_id: UUID, by: Actor, at: datetime, reason: str = "") -> DraftResult:
    """A second person has compared the value with the document. Refused for whoever typed it."""
    with transaction.atomic(), acting(by=by, reason=reason or "compared with the document", at=at):
        draft = DraftResult.objects.locked([draft_id]).get()
        rules.check_may_confirm(draft, by)
        draft.confirmed_by_id = by.person_id
        draft.confirmed_at = at
        move(draft, "confirm", by=by)
        return draft


def discard_result(*, draft_id: UUID, by: Actor, reason: str, at: datetime) -> DraftResult:
    """The next pack does not take it; it stays on record with the reason."""
    check_move(DraftResult.objects.get(pk=draft_id), "discard", by=by, reason=reason)  # who may not, cannot lock it
    with transaction.atomic(), acting(by=by, reason=reason or "result discarded", at=at):
        draft = DraftResult.objects.locked([draft_id]).get()
        move(draft, "discard", by=by, reason=reason)
        return draft
