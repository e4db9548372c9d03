"""What a reader should know of a stored file: what the malware scanner said, and whether its text could be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evidence.models import EvidenceFile, PageText, TextReading
from evidence.outside.reading import READABLE
from evidence.scans import standing_scans
from evidence.states import ReadingOutcome, ScanVerdict, TextSource

NOBODY = "No scanner has looked at it."
_TONES = {"clean": "good", "infected": "bad", "not_scanned": "wait", "read": "good", "empty": "wait", "failed": "bad"}
_WAITING = {"waiting": "Text is not read yet", "none": "Not a kind whose text is read"}


@dataclass(frozen=True, slots=True)
class Note:
    """A code, the same in words for a badge, and why."""

    code: str
    label: str
    sentence: str = ""
    at: datetime | None = None

    @property
    def tone(self) -> str:
        """good, wait, bad or idle, as badges are colored."""
        return _TONES.get(self.code, "idle")


@dataclass(frozen=True, slots=True)
class FileNotes:
    """`is_recognized`: a program read the text off a picture, which is a search aid and no evidence."""

    scan: Note
    text: Note
    pages: int = 0
    is_recognized: bool = False

    @property
    def recognition(self) -> str:
        return str(TextSource.OCR.label) if self.is_recognized else ""


def notes_of(files: Collection[EvidenceFile]) -> Mapping[UUID, FileNotes]:
    """The notes of files of one partnership, by their key; three queries, however many files."""
    if not files:
        return {}
    keys = [file.pk for file in files]
    scans = standing_scans(next(iter(files)).partnership_id, {file.sha256 for file in files})
    readings = {reading.file_id: reading for reading in TextReading.objects.filter(file__in=keys)}
    recognized = set(
        PageText.objects.filter(file__in=keys, source=TextSource.OCR).values_list("file_id", flat=True).distinct()
    )
    return {
        file.pk: FileNotes(
            scan=_scan(scans.get(file.sha256)),
            text=_text(file, readings.get(file.pk)),
            pages=readings[file.pk].pages if file.pk in readings else 0,
            is_recognized=file.pk in recognized,
        )
        for file in files
    }


def _scan(scan: Any) -> Note:
    if scan is None:
        return Note(ScanVerdict.NOT_SCANNED.value, str(ScanVerdict.NOT_SCANNED.label), NOBODY)
    return Note(scan.verdict, scan.get_verdict_display(), scan.sentence, scan.at)


def _text(file: EvidenceFile, reading: TextReading | None) -> Note:
    if reading is not None:
        is_read = reading.outcome == ReadingOutcome.READ
        return Note(reading.outcome, reading.get_outcome_display(), "" if is_read else reading.sentence, reading.at)
    code = "waiting" if file.media_type in READABLE else "none"
    return Note(code, _WAITING[code])
