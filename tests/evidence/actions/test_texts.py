"""What was read is kept page by page, once, for whoever sees the file; what failed says why."""

import io
from typing import Any

import pytest

from evidence import tasks
from evidence.actions.files import examine, keep_file
from evidence.actions.texts import keep_reading
from evidence.models import EvidenceFile, FileScan, PageText, TextReading
from evidence.outside.reading import Reading
from evidence.outside.store import store
from evidence.states import ReadingOutcome, ScanVerdict
from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from tests.evidence.clamd import EICAR, scanner
from tests.evidence.outside.test_reading import page, pdf_of
from tests.evidence.scene import SUBMITTED, Scene


def kept(scene: Scene, name: str, content: bytes) -> EvidenceFile:
    with scope.opened(scene.world.clerk):
        file = examine(name, io.BytesIO(content))
        return keep_file(lot_id=scene.lot.pk, file=file, by=scene.world.clerk, at=SUBMITTED)


def read(file: EvidenceFile) -> bool:
    return bool(tasks.read_text(str(file.partnership_id), str(file.pk)))


def test_pages_are_kept_once_and_seen_by_both_companies(scene: Scene) -> None:
    file = kept(scene, "CoA.pdf", pdf_of(page("Lead 0.4 ppm"), page("Lot MG2603-114")))
    assert (read(file), read(file)) == (True, False)
    for actor in (scene.world.clerk, scene.world.reviewer):
        with scope.opened(actor):
            pages = PageText.objects.filter(file=file).order_by("page").values_list("page", "text", "source")
            assert list(pages) == [(1, "Lead 0.4 ppm", "embedded"), (2, "Lot MG2603-114", "embedded")]
            reading = TextReading.objects.get(file=file)
            assert (reading.outcome, reading.pages) == (ReadingOutcome.READ, 2)
    with scope.opened(scene.world.other_sponsor):
        assert [PageText.objects.count(), TextReading.objects.count()] == [0, 0]


def test_a_file_that_cannot_be_read_says_so(scene: Scene) -> None:
    file = kept(scene, "torn.pdf", b"%PDF-1.7\nand nothing more")
    assert read(file)
    with scope.opened(scene.world.clerk):
        reading = TextReading.objects.get(file=file)
        assert reading.outcome == ReadingOutcome.FAILED
        assert reading.sentence.startswith("Text could not be read: ")


def test_a_missing_file_says_so(scene: Scene) -> None:
    file = kept(scene, "lost.pdf", pdf_of(page("gone")))
    store().path(file.sha256).unlink()
    assert read(file)
    with scope.opened(scene.world.clerk):
        assert TextReading.objects.get(file=file).sentence == "Text could not be read: FileNotFoundError."


def test_the_sweep_pokes_for_what_nobody_has_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    poked: list[tuple[str, str]] = []
    monkeypatch.setattr(tasks.read_text, "apply_async", lambda words, **_: poked.append(words))
    with scope.opened(scene.world.clerk):
        file = examine("CoA.pdf", io.BytesIO(pdf_of(page("text"))))
        fresh = keep_file(lot_id=scene.lot.pk, file=file, by=scene.world.clerk, at=now())
    assert tasks.sweep_texts() == 1
    assert poked == [(str(fresh.partnership_id), str(fresh.pk))]
    assert read(fresh)
    assert tasks.sweep_texts() == 0


def test_a_scanners_verdict_is_kept_with_the_file(scene: Scene, settings: Any, tmp_path: Any) -> None:
    with scanner(tmp_path) as found:
        settings.CLAMD_ADDRESS = found.address
        clean = kept(scene, "clean.pdf", b"%PDF-1.7\nclean")
        settings.CLAMD_MOST_BYTES = 10
        large = kept(scene, "large.pdf", b"%PDF-1.7\nlarge")
    with scope.opened(scene.world.reviewer):
        assert FileScan.objects.get(file=clean).verdict == ScanVerdict.CLEAN
        assert FileScan.objects.get(file=large).verdict == ScanVerdict.NOT_SCANNED


def test_malware_is_never_stored(scene: Scene, settings: Any, tmp_path: Any) -> None:
    with scanner(tmp_path) as found:
        settings.CLAMD_ADDRESS = found.address
        with pytest.raises(Refused, match=r"“x\.pdf” contains malware \(Eicar-Test-Signature\)\. Nothing was stored"):
            examine("x.pdf", io.BytesIO(b"%PDF-1.7\n" + EICAR))


@pytest.mark.parametrize("address", ["", "127.0.0.1:9"])
def test_where_a_scan_is_demanded_not_scanned_is_not_taken(settings: Any, address: str) -> None:
    settings.EVIDENCE_SCAN_DEMANDED, settings.CLAMD_ADDRESS = True, address
    with pytest.raises(Refused, match=r"“x\.pdf” could not be scanned for malware, which is demanded here"):
        examine("x.pdf", io.BytesIO(b"%PDF-1.7\n"))


def test_where_a_scan_is_demanded_a_clean_file_is_taken(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_SCAN_DEMANDED = True
    with scanner(tmp_path) as found:
        settings.CLAMD_ADDRESS = found.address
        assert examine("x.pdf", io.BytesIO(b"%PDF-1.7\n")).size == 9


def test_two_workers_that_read_the_same_file_keep_one_reading(scene: Scene) -> None:
    file = kept(scene, "CoA.pdf", pdf_of(page("Lead 0.4 ppm")))
    said = Reading(ReadingOutcome.READ, texts={1: "Lead 0.4 ppm"})
    with scope.opened(scope.system(file.partnership_id)) as by:
        done = [keep_reading(file_id=file.pk, reading=said, by=by, at=SUBMITTED) for _ in range(2)]
        assert done == [True, False]
        assert (PageText.objects.filter(file=file).count(), TextReading.objects.filter(file=file).count()) == (1, 1)
