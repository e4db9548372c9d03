"""Every document shows what the scanner said, whether its text could be read, and what a program read off a picture."""

import io
from typing import Any

from openpyxl import Workbook

from evidence.actions.files import examine
from evidence.actions.scans import keep_scan
from evidence.actions.texts import keep_reading
from evidence.models import EvidenceFile
from evidence.outside.reading import Reading
from evidence.outside.scanner import Opinion
from evidence.presentation.documents import notes_of
from evidence.states import ReadingOutcome, ScanVerdict, TextSource
from kernel import scope
from tests.evidence.actions.test_review import with_exceptions
from tests.evidence.scene import SUBMITTED, Scene, files_of, stated
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.packs import added

REVIEWER = "qa@alderpine.example"
TORN, SCAN, BOOK = "torn.pdf", "scan.pdf", "raw data.xlsx"


def workbook() -> bytes:
    kept = io.BytesIO()
    Workbook().save(kept)
    return kept.getvalue()


def said(scene: Scene) -> str:
    """A pack with a torn document, a scan that was recognized, and a workbook; the pack's key."""
    pack = stated()
    contents = {TORN: b"%PDF-1.7\ntorn", SCAN: b"%PDF-1.7\nscan", BOOK: workbook()}
    for name in contents:
        pack = added(pack, "documents", name=name, category="other")
    extra = [examine(name, io.BytesIO(content)) for name, content in contents.items()]
    submitted = scene.submit(pack, files=[*files_of(), *extra]).pack
    by = scope.system(scene.lot.partnership_id)
    with scope.opened(by):
        keys = dict(EvidenceFile.objects.values_list("name", "pk"))
        torn = Reading(ReadingOutcome.FAILED, "Text could not be read: PdfStreamError.")
        keep_reading(file_id=keys[TORN], reading=torn, by=by, at=SUBMITTED)
        picture = Reading(ReadingOutcome.READ, source=TextSource.OCR, texts={1: "Lead 0.4 ppm"})
        keep_reading(file_id=keys[SCAN], reading=picture, by=by, at=SUBMITTED)
        keep_scan(file_id=keys[SCAN], opinion=Opinion(ScanVerdict.CLEAN), by=by, at=SUBMITTED)
        silent = Opinion(ScanVerdict.NOT_SCANNED, "The scanner did not answer (TimeoutError).")
        keep_scan(file_id=keys[SCAN], opinion=silent, by=by, at=SUBMITTED)
        keep_scan(file_id=keys[TORN], opinion=silent, by=by, at=SUBMITTED)
    return str(submitted.pk)


def test_the_notes_say_what_is_known(scene: Scene) -> None:
    said(scene)
    with scope.opened(scene.world.reviewer):
        files = {file.name: file for file in EvidenceFile.objects.all()}
        notes = notes_of(list(files.values()))
        assert notes_of([]) == {}
    torn, scan, book = (notes[files[name].pk] for name in (TORN, SCAN, BOOK))
    assert (torn.scan.code, torn.scan.sentence, torn.scan.tone) == (
        "not_scanned",
        "The scanner did not answer (TimeoutError).",
        "wait",
    )
    assert (torn.text.code, torn.text.sentence) == ("failed", "Text could not be read: PdfStreamError.")
    assert (scan.scan.code, scan.scan.tone) == ("clean", "good")  # the later silence takes nothing from it
    assert (scan.pages, scan.recognition) == (1, "Read from the picture: a search aid, not evidence")
    assert (book.scan.sentence, book.scan.at) == ("No scanner has looked at it.", None)
    assert (book.text.label, book.text.tone) == ("Not a kind whose text is read", "idle")
    (other,) = {notes[file.pk].text.label for name, file in files.items() if name not in (TORN, SCAN, BOOK)}
    assert other == "Text is not read yet"


def test_the_page_of_documents_shows_them(scene: Scene) -> None:
    key = said(scene)
    text = browser(scene.world, REVIEWER).get(f"/evidence/packs/{key}/documents/").content.decode()
    for words in (
        "The scanner did not answer (TimeoutError).",
        "Text could not be read: PdfStreamError.",
        "Read from the picture: a search aid, not evidence",
        "No malware found",
        "Not a kind whose text is read",
        "Text is not read yet",
    ):
        assert words in text, words


def test_the_desk_shows_them_under_the_document(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    answer = browser(scene.world, REVIEWER).get(f"/evidence/packs/{pack.pk}/review/")
    assert answer.context["desk"].notes.text.code == "waiting"
    assert "No scanner has looked at it." in answer.content.decode()


def test_the_api_says_the_same(scene: Scene) -> None:
    key = said(scene)
    client = keyed(scene.world, REVIEWER)
    documents: list[dict[str, Any]] = client.get(f"/api/v1/packs/{key}/").json()["documents"]
    found = {document["file"]["name"]: document["file"] for document in documents}
    at = SUBMITTED.isoformat().replace("+00:00", "Z")
    assert found[SCAN]["scan"] == {"verdict": "clean", "sentence": "", "at": at}
    assert found[SCAN]["text"] == {"outcome": "read", "sentence": "", "pages": 1, "is_recognized": True}
    assert found[BOOK]["scan"] == {"verdict": "not_scanned", "sentence": "No scanner has looked at it.", "at": None}
    assert found[BOOK]["text"]["outcome"] == "none"
    assert client.get(f"/api/v1/files/{found[TORN]['id']}/").json() == found[TORN]
    assert found[TORN]["text"]["outcome"] == "failed"
