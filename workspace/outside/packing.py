"""Making a package: what the asker may see of the partnership, proven, with the files that it names (ADR 0018, 0025).

What belongs in is asked of every table of the trail, so that no model can be forgotten; the asker's own scope answers.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection, transaction

from evidence.models import EvidenceFile
from evidence.outside.store import store
from evidence.outside.stored import Stored
from kernel.clock import server_now
from kernel.rls.trail import TrailTable, trail_tables
from kernel.scope import Actor, opened
from lots.models import Lot
from performance.models import PassportShare
from records.actions import seal_next
from records.merkle.package import DOSSIERS, JSON, PDF
from records.models import SealedReport
from records.outside.trail_export import Extras, write_export
from records.states import ReportState
from workspace.dossier_data import Printing
from workspace.outside import dossier_report
from workspace.outside.making import pressed
from workspace.outside.packages import PACKAGES
from workspace.outside.unproven import SHOWN, shown
from workspace.queries.dossier import lot_dossier

LEFT_OUT = {
    "records_countersignature": "stands in days.ndjson",
    "records_dayhead": "stands in days.ndjson",
}
"""Tables of a partnership's trail that come along in another form. (Seals and their heads are no rows of the trail.)"""
_BLOCK = 2**20
_BATCHES = 50
"""Of the sealer, before a package: a million rows. The rest is sealed by the sealer itself, in its own time."""


def pack(
    report: SealedReport, printing: Printing, *, eyes: Actor, by: Actor, at: datetime, progress: Callable[[int], None]
) -> Stored:
    """Make the package and put it into the store. `eyes` see what goes in, `by` (SYS) reads the proofs."""
    kind = PACKAGES[report.kind]
    with opened(by):  # whoever asks wants what was just done; progress is a row of history too, so none is told here
        for _ in range(_BATCHES):
            if seal_next(at=server_now()) is None:
                break
    progress(5)
    with opened(eyes), transaction.atomic():
        tables = {table.relation: keys for table in packed_tables() if (keys := _seen(table, report.partnership_id))}
        files = _files(report)
        parts = shown(report.partnership_id) | _passport(report)
        lots = list(_lots(report)) if kind.with_dossiers else []
    parts |= _dossiers(lots, printing, eyes, at, lambda done: progress(10 + 60 * done // max(len(lots), 1)))
    about = {
        "kind": report.kind,
        "title": report.title,
        "for": printing.organisation,
        "by": printing.printed_by,
        "access": printing.access,
        "states": True,
        "lots": [{"id": str(lot.pk), "number": lot.number} for lot in lots],
    }
    with TemporaryFile() as target:
        with opened(by), transaction.atomic():
            extras = Extras(tables, parts, about, states=True)
            write_export(
                target, partnership_id=report.partnership_id, records=[], files=files, at=at, extras=extras
            )  # fmt: skip
        progress(95)
        target.seek(0)
        return store().put(iter(partial(target.read, _BLOCK), b""))


def packed_tables() -> list[TrailTable]:
    """Every table of the trail whose rows stand in a partnership's tree."""
    return [t for t in trail_tables() if t.partnership != "NULL::uuid" and t.relation not in LEFT_OUT]


def _seen(table: TrailTable, partnership_id: UUID) -> list[str]:
    """The records of a history, or the rows of another table, that the open scope shows."""
    key = table.record if table.is_history else table.key
    sql = f'SELECT DISTINCT {key} FROM "{table.relation}" h WHERE {table.partnership} = %s'  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [partnership_id])
        return [row[0] for row in cursor.fetchall()]


def _files(report: SealedReport) -> dict[str, Callable[[], BinaryIO]]:
    """Everything in the store that a visible row names; earlier packages are left where they are."""
    pair = {"partnership_id": report.partnership_id}
    kept = EvidenceFile.objects.filter(**pair).values_list("sha256", flat=True)
    papers = SealedReport.objects.filter(**pair, state=ReportState.SEALED).exclude(kind__in=PACKAGES)
    names: Iterable[str] = {*kept, *papers.values_list("sha256", flat=True)}
    return {name: partial(store().open, name) for name in sorted(names)}


def _passport(report: SealedReport) -> dict[str, Callable[[], BinaryIO]]:
    """Files of the CMO's documents that it shows here: they are in its own tree, so not among the proven files."""
    found = PassportShare.objects.filter(partnership_id=report.partnership_id, ended_at=None)
    names = sorted(set(found.values_list("document__sha256", flat=True)))
    return {f"{SHOWN}files/{name}": partial(store().open, name) for name in names}


def _lots(report: SealedReport) -> Any:
    return Lot.objects.filter(partnership_id=report.partnership_id).order_by("number", "pk")


def _dossiers(
    lots: list[Lot], printing: Printing, eyes: Actor, at: datetime, told: Callable[[int], None]
) -> dict[str, Callable[[], BinaryIO]]:
    """Each lot's signed PDF and machine copy, as these eyes may read them."""
    parts: dict[str, Callable[[], BinaryIO]] = {}
    for done, lot in enumerate(lots, 1):
        with opened(eyes), transaction.atomic():
            compiled = dossier_report.compiled(lot_dossier(lot.pk, printing, at))
        paper = pressed(compiled, at=at, progress=lambda _percent: None)
        for ending, content in ((PDF, paper), (JSON, compiled.copy.content)):
            parts[f"{DOSSIERS}{lot.pk}{ending}"] = partial(BytesIO, content)
        told(done)
    return parts
