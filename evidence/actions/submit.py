"""A pack is handed over: taken whole, checked at once, or not taken at all (ADR 0006)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from evidence import rules
from evidence.actions.checking import check
from evidence.actions.files import Incoming, attach, check_names, enter, put
from evidence.actions.genealogy import record_materials
from evidence.actions.handing import take_back
from evidence.actions.origins import record_origins
from evidence.actions.rows import keep_reasons, keep_rows
from evidence.actions.usage import record_usage
from evidence.differences import changes_to_be
from evidence.events import PackSubmitted
from evidence.models import Pack
from evidence.pack.canonical import content_hash
from evidence.pack.explaining import Explanation
from evidence.pack.format import Pack as StatedPack
from evidence.pack.reading import attached
from evidence.pack.rules import ENGINE_VERSION
from evidence.queries import earlier_files, living_pack
from evidence.sections import header_of, rows_of
from evidence.states import PackState
from kernel import events
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may
from lots.states import LotState

_REPLACED = (
    PackState.CHECKING,
    PackState.INCOMPLETE,
    PackState.COMPLETE,
    PackState.IN_REVIEW,
    PackState.TO_COUNTERSIGN,
    PackState.RETURNED,
)


LONGEST_SUMMARY = 2000


@dataclass(frozen=True, slots=True)
class Submission:
    """The stored pack, and whether this upload made it (False: the same pack was there already)."""

    pack: Pack
    is_new: bool


@dataclass(frozen=True, slots=True)
class Upload:
    """What came along with a stated pack: its form, the documents, and the workbook itself if it was one."""

    form: str
    files: Sequence[Incoming]
    source: Incoming | None = None


def submit_pack(
    *,
    lot_id: UUID,
    stated: StatedPack,
    form: str,
    files: Sequence[Incoming],
    source: Incoming | None,
    by: Actor,
    reason: str,
    at: datetime,
    change_reasons: Sequence[Explanation] = (),
) -> Submission:
    """Store one version of a lot's evidence with its documents and run the pack-stage rules over it.

    `files` are the documents, `source` the workbook itself. A listed document that did not come along is taken
    from the lot's earlier packs, or from the partnership's files by its stated hash. `change_reasons` say why a
    later version differs, for each field or for groups of them. Raises Refused with nothing stored; the same content
    and documents again answer the first submission.
    """
    check_names(files)
    upload = Upload(form, files, source)
    with (
        transaction.atomic(),
        _before_or_after_events(lot_id),
        changing([lot_id]),
        acting(by=by, reason=reason or "evidence pack submitted", at=at),
    ):
        lot = Lot.objects.locked([lot_id]).get()
        check_may(by, "evidence.submit", lot, "submit evidence")
        rules.check_is_for(lot, stated)
        known = earlier_files(lot, stated) | {file.name: file.sha256 for file in files}
        complete = rules.check_readable(attached(stated, known))
        digest = content_hash(complete)
        same = Pack.objects.filter(lot=lot, content_hash=digest).first()
        if same is not None:
            return Submission(same, is_new=False)
        rules.check_takes_packs(lot)
        rules.check_explained(changes_to_be(lot, complete), change_reasons)
        pack = _store(lot, complete, digest, upload, by, reason or _summary(change_reasons), at)
        keep_reasons(pack, change_reasons)
        record_materials(lot, pack, complete)
        record_usage(lot, pack, complete)
        _move_lot(lot, by)
        events.publish(PackSubmitted(pack.pk, lot.pk, lot.partnership_id, by, at))
        check(pack, lot, complete, by=by, at=at)
        put([*files, *filter(None, [source])])  # last: what was refused or failed above leaves no file behind
        return Submission(pack, is_new=True)


@contextmanager
def _before_or_after_events(lot_id: UUID) -> Iterator[None]:
    """Of a pack that says what was consumed and an event that holds whoever consumed it, one sees the other.

    Reporting locks the partnership before it looks for derived lots; packs share that lock among themselves (ADR 0004).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT 1 FROM parties_partnership p WHERE p.id = (SELECT l.partnership_id FROM lots_lot l
               WHERE l.id = %s) FOR SHARE""",
            [lot_id],
        )
    yield


def _summary(given: Sequence[Explanation]) -> str:
    """What is said of the version as a whole where nothing else was: its reasons, each once."""
    return "; ".join(dict.fromkeys(one.reason.strip() for one in given if one.reason.strip()))[:LONGEST_SUMMARY]


def _store(lot: Lot, stated: StatedPack, digest: str, upload: Upload, by: Actor, reason: str, at: datetime) -> Pack:
    before = living_pack(lot.pk)
    version = Pack.objects.filter(lot=lot).count() + 1
    rules.check_not_returned_unchanged(reason, version)
    if before is not None and before.state in _REPLACED:
        move(before, "supersede", by=by)
        take_back(before, f"replaced by version {version}", by=by, at=at)
    source = enter(lot, [upload.source], by, at)[upload.source.name] if upload.source else None
    pack = Pack.objects.create(
        partnership_id=lot.partnership_id,
        sponsor_id=lot.sponsor_id,
        lot=lot,
        version=version,
        form=upload.form,
        source=source,
        header=header_of(stated),
        content_hash=digest,
        engine_version=ENGINE_VERSION,
        submitted_by_id=by.person_id,
        submitted_at=at,
        change_reason=reason,
    )
    keep_rows(pack, list(rows_of(stated)))
    enter(lot, upload.files, by, at)
    attach(pack, stated.documents)
    record_origins(pack, stated)
    return pack


def _move_lot(lot: Lot, by: Actor) -> None:
    """A first pack hands the lot over; a later one takes it back to CMO quality (R124)."""
    if lot.state == LotState.COMPLETED:
        move(lot, "receive_pack", by=by)
    elif lot.state in (LotState.CMO_APPROVED, LotState.SPONSOR_REVIEW):
        move(lot, "receive_new_pack", by=system(lot.partnership_id))
