"""A report's short life: asked for, made once, sealed, downloaded; given up and tried again."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.ids import new_id
from lots.models import Lot
from records.models import AccessRecord, SealedReport
from records.outside.platform_seal import trusted
from records.outside.verify import verify
from tests.factories.walked import Shop, make_lot
from tests.factories.world import World
from tests.workspace.visiting import visitor
from workspace import actions
from workspace.actions.reports import SILENT
from workspace.forms import UNREADABLE_NUMBER
from workspace.tasks import render_report, sweep_reports


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_STORE, settings.SEAL_FOLDER = tmp_path / "store", tmp_path / "seal"


def asked_for(world: World, lot: Any, by: Any = None) -> SealedReport:
    by = by or world.auditor
    with scope.opened(by):
        return actions.request_report(kind="lot_dossier", subject_id=lot.pk, by=by, reason="", at=now())


def fresh(report: SealedReport) -> SealedReport:
    with scope.opened(scope.system(report.partnership_id)):
        return SealedReport.objects.get(pk=report.pk)


def claimed(waiting: timedelta, silent: timedelta) -> list[Any]:
    with scope.opened(scope.system()), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM claim_reports(20, %s, %s)", [waiting, silent])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.lot(until="pack_pending")
def test_the_auditor_gets_a_sealed_dossier_that_verifies(world: World, lot: Lot) -> None:
    report = asked_for(world, lot)
    assert (report.state, report.access, report.organisation_name) == (
        "queued", "auditor, access until 03 Jan 2036", "Nyman Quality Audits"
    )  # fmt: skip
    assert render_report(str(report.partnership_id), str(report.pk)) is True
    done = fresh(report)
    assert (done.state, done.progress, done.attempts) == ("sealed", 100, 1)
    content = store().path(done.sha256).read_bytes()
    assert (sha256(content).hexdigest(), len(content)) == (done.sha256, done.size)
    found = verify(content, roots=trusted(now()), expected_sha256=done.sha256, sealed_at=done.sealed_at)
    assert (found.is_good, found.problems) == (True, ())
    assert render_report(str(report.partnership_id), str(report.pk)) is False  # a second poke makes nothing
    assert render_report(str(report.partnership_id), str(new_id())) is False  # nor one of another database
    _downloaded(world, done, content)
    _verified_by_anybody(done, content)


def _downloaded(world: World, report: SealedReport, content: bytes) -> None:
    address = f"/reports/{report.pk}/file/"
    answer = visitor(world.auditor).get(address)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == 'attachment; filename="Dossier of lot KB-1.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert visitor(world.other_sponsor).get(address).status_code == 404
    with scope.opened(world.head):
        looked = list(AccessRecord.objects.order_by("at").values_list("what", flat=True))
    assert looked == ["Asked for the signed dossier of lot KB-1", "Downloaded Dossier of lot KB-1"]


def _verified_by_anybody(report: SealedReport, content: bytes) -> None:
    def told(**given: Any) -> str:
        return Client().post("/verify/", given).content.decode()

    assert "The file is intact to the last byte" in told(file=SimpleUploadedFile("d.pdf", content))
    number = f"LD-{report.pk.hex[-12:].upper()}"
    for wanted in (report.sha256, report.sha256.upper(), number, f" {number.lower()} "):
        page = told(number=wanted)
        assert "Lot dossier, sealed" in page
        assert report.sha256 in page
        assert "KB-1" not in page
        assert "Alder" not in page
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert "Not a document of this platform, or changed." in told(file=SimpleUploadedFile("d.pdf", bytes(changed)))
    assert "Nothing of this number or SHA-256 was sealed here." in told(number="0" * 64)
    assert "Nothing of this number" in told(number="LD-000000000000")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a PDF file, or type its number or SHA-256."),
        (
            {"number": "' OR 1=1"},
            UNREADABLE_NUMBER,
        ),
        (
            {"number": "LD-%%%%%%%%%%%%"},
            UNREADABLE_NUMBER,
        ),
    ],
)
def test_verify_asks_for_what_it_needs(world: World, given: dict[str, str], sentence: str) -> None:
    assert sentence in visitor(world.clerk).post("/verify/", given).content.decode()


def test_while_one_is_being_made_it_is_the_one(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    first = asked_for(world, lot)
    assert asked_for(world, lot).pk == first.pk
    other = asked_for(world, lot, world.head)
    assert other.pk != first.pk
    assert other.access == "Sponsor head of quality, Supplier manager"


def test_who_may_ask(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    with pytest.raises(Forbidden, match=r"^Your role does not allow you to export records\.$"):
        asked_for(world, lot, world.clerk)
    with pytest.raises(type(lot).DoesNotExist):
        asked_for(world, lot, world.other_sponsor)
    assert visitor(world.clerk).post(f"/reports/lot_dossier/{lot.pk}/ask/").status_code == 403
    assert visitor(world.other_sponsor).post(f"/reports/lot_dossier/{lot.pk}/ask/").status_code == 404
    assert visitor(world.auditor).post(f"/reports/lot_dossier/{lot.pk}/ask/").status_code == 302
    assert visitor(world.auditor).get(f"/reports/lot_dossier/{lot.pk}/ask/").status_code == 405


def test_a_report_that_is_not_ready_is_not_downloaded(world: World, shop: Shop) -> None:
    report = asked_for(world, make_lot(shop, "KB-1"))
    answer = visitor(world.auditor).get(f"/reports/{report.pk}/file/")
    assert answer.status_code == 409
    assert "“Dossier of lot KB-1” is queued; it cannot be downloaded yet." in answer.content.decode()
    progress = visitor(world.auditor).get(f"/reports/{report.pk}/")
    assert 'hx-trigger="every 2s"' in progress.content.decode()
    fragment = visitor(world.auditor).get(f"/reports/{report.pk}/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode()


def test_a_worker_takes_one_in_hand_and_says_how_far_it_is(world: World, shop: Shop) -> None:
    report = asked_for(world, make_lot(shop, "KB-1"))
    by, at = scope.system(report.partnership_id), now()
    with scope.opened(by):
        assert actions.begin(report_id=report.pk, by=by, at=at) is not None
        assert actions.begin(report_id=report.pk, by=by, at=at + SILENT - timedelta(seconds=1)) is None
        actions.note_progress(report_id=report.pk, percent=140, by=by, at=at)
        assert fresh(report).progress == 99
        again = actions.begin(report_id=report.pk, by=by, at=at + SILENT + timedelta(seconds=1))
        assert again is not None
        assert (again.attempts, again.progress) == (2, 1)
        actions.give_up(report_id=report.pk, problem="out of paper", by=by, at=at)
        assert (fresh(report).state, fresh(report).problem) == ("failed", "out of paper")
        actions.give_up(report_id=report.pk, problem="again", by=by, at=at)
        assert fresh(report).problem == "out of paper"
        assert actions.begin(report_id=report.pk, by=by, at=at) is not None
        actions.finish(report_id=report.pk, sha256="a" * 64, size=1, by=by, at=at)
        actions.finish(report_id=report.pk, sha256="b" * 64, size=2, by=by, at=at)
        assert fresh(report).sha256 == "a" * 64
        with pytest.raises(Refused):
            actions.note_download(report=report, by=by, at=at)  # the row as it was before


def test_the_sweep_finds_what_no_worker_is_at(world: World, shop: Shop) -> None:
    report = asked_for(world, make_lot(shop, "KB-1"))
    by = scope.system(report.partnership_id)
    none, long = timedelta(seconds=-1), timedelta(hours=1)
    assert claimed(none, long) == [report.pk]
    assert claimed(long, long) == []
    with scope.opened(by):
        actions.begin(report_id=report.pk, by=by, at=now())
    assert claimed(none, long) == []  # at work
    assert claimed(long, none) == [report.pk]  # fell silent
    with scope.opened(by):
        actions.give_up(report_id=report.pk, problem="x", by=by, at=now())
        assert claimed(none, long) == [report.pk]
        for _ in range(2):
            actions.begin(report_id=report.pk, by=by, at=now())
            actions.give_up(report_id=report.pk, problem="x", by=by, at=now())
    assert claimed(none, none) == []  # three times in all
    with scope.opened(world.auditor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claim_reports(20, %s, %s)", [none, none])
        assert cursor.fetchone() == (0,)  # for nobody but the platform
    assert sweep_reports() == 0


def test_what_cannot_be_made_is_given_up_with_its_reason(world: World, settings: Any, shop: Shop) -> None:
    report = asked_for(world, make_lot(shop, "KB-1"))
    settings.SEAL_PKCS12 = "/nowhere/seal.p12"
    assert render_report(str(report.partnership_id), str(report.pk)) is False
    failed = fresh(report)
    assert failed.state == "failed"
    assert failed.problem.startswith("SealUnavailable: The seal's file seal.p12 cannot be opened")
    assert "It could not be made" in visitor(world.auditor).get(f"/reports/{report.pk}/").content.decode()
