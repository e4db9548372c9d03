"""The dry run of a certificate or a foreign table: what it holds, what each row answers; nothing is stored."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.actions.files import Incoming, examine
from evidence.models import MappingProfile
from evidence.pack.answering import Answer, answer, answer_component
from evidence.pack.attachments import Attachment
from evidence.pack.certificates import Certificate, read_certificate
from evidence.pack.certified import CertifiedLot
from evidence.pack.foreign import profile_from, read_rows
from evidence.pack.format import TestResult
from evidence.pack.problems import Problem, Unreadable
from evidence.rules import UnreadablePack
from evidence.states import Way
from kernel.errors import Refused
from lots.models import Lot
from masters.queries import baseline_values

MOST_BYTES = 25 * 2**20
MAPPED = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
CERTIFICATE = "application/json"


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would store; `remarks` says what it would leave out, and why."""

    way: Way
    answers: Sequence[Answer]
    remarks: Sequence[str]
    attachments: Sequence[Incoming] = ()
    profile: MappingProfile | None = None
    certificate: Certificate | None = None


def dry_run(
    file: Incoming, lot: Lot, profile: MappingProfile | None = None, certified: CertifiedLot | None = None
) -> DryRun:
    """Read the file for this lot, or as a supplier's certificate of one of its component lots.

    Raises UnreadablePack with every place, Refused where it cannot be read at all.
    """
    check_import_size(file.name, file.size)
    if file.media_type == CERTIFICATE:
        return _certificate(file, lot, certified)
    if file.media_type in MAPPED and profile is not None:
        return _table(file, lot, profile, certified)
    raise Refused(
        f"“{file.name}” holds no results that can be read. Send a certificate as JSON, or a CSV or XLSX with the "
        "profile of its columns.",
        "21 CFR 111.325(b)(2)",
        code="no-results",
    )


def check_import_size(name: str, size: int) -> None:
    """A file that is read whole has its own, smaller limit."""
    if size > MOST_BYTES:
        raise Refused(f"“{name}” is larger than {MOST_BYTES // 2**20} MB. Split it.", code="too-large")


def content_of(file: Incoming) -> bytes:
    """The file's bytes."""
    file.content.seek(0)
    return file.content.read()


def _certificate(file: Incoming, lot: Lot, certified: CertifiedLot | None) -> DryRun:
    read = read_certificate(content_of(file), file=file.name)
    if isinstance(read, Unreadable):
        raise UnreadablePack(read)
    if not read.results:
        raise UnreadablePack(Unreadable((Problem(file.name, "Inspections", None, "", "It holds no result.", ""),)))
    answers = _answers([(f"inspection {row.number}", row) for row in read.results], lot, certified)
    attachments, remarks = _inside(read.attachments)
    facts = f"Certificate {read.number} of {read.issued_on}, {read.manufacturer}, for {read.product}."
    return DryRun(Way.CERTIFICATE, answers, [facts, *remarks], attachments, certificate=read)


def _inside(attachments: Sequence[Attachment]) -> tuple[list[Incoming], list[str]]:
    """The attachments that can be kept, each examined as an upload is, and a remark for every other."""
    kept: dict[str, Incoming] = {}
    remarks = []
    for entry in attachments:
        if entry.content is None:
            remarks.append(f"Attachment “{entry.name}”: {entry.remark}")
            continue
        try:
            found = examine(entry.name, io.BytesIO(entry.content))
        except Refused as refusal:
            remarks.append(f"{refusal.sentence} It stays in the certificate only.")
            continue
        if found.name in kept:
            remarks.append(f"Attachment “{found.name}” stands twice. The second stays in the certificate only.")
        kept.setdefault(found.name, found)
    remarks += [f"Attachment “{found.name}” is kept too, SHA-256 {found.sha256[:16]}…" for found in kept.values()]
    return list(kept.values()), remarks


def _answers(rows: Iterable[tuple[str, TestResult]], lot: Lot, certified: CertifiedLot | None) -> list[Answer]:
    if certified is not None:
        return [answer_component(row, place, certified) for place, row in rows]
    baseline = baseline_values(lot)
    return [answer(row, place, baseline, lot.number) for place, row in rows]


def _table(file: Incoming, lot: Lot, profile: MappingProfile, certified: CertifiedLot | None) -> DryRun:
    number = certified.number if certified else lot.number
    read = read_rows(content_of(file), profile_from(profile.columns), file=file.name, lot_number=number)
    if isinstance(read, Unreadable):
        raise UnreadablePack(read)
    sheet = f"{read.sheet}, " if read.sheet else ""
    answers = _answers(
        [(f"{sheet}row {number}, cell {read.value_column}{number}", row) for number, row in read.results],
        lot,
        certified,
    )
    lots = sorted({lot_number for _, lot_number in read.other_lots})
    named = ", ".join(lots[:5]) + (f" and {len(lots) - 5} more" if len(lots) > 5 else "")  # noqa: PLR2004 - a few
    count = len(read.other_lots)
    passed = "1 row of another lot is" if count == 1 else f"{count} rows of other lots are"
    remarks = [f"{passed} passed over: {named}."] if lots else []
    return DryRun(Way.MAPPED, answers, remarks, profile=profile)
