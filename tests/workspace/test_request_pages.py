"""An auditor's request on the pages of both sides; the file that answers it comes as a watermarked copy."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from evidence.models import EvidenceFile
from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from lots.models import Lot
from parties.models import AuditorGrant
from records.models import AccessRecord, SealedReport
from tests.factories.world import World
from tests.workspace.visiting import visitor
from workspace.models import AuditRequest

pytestmark = pytest.mark.lot(until="released")


def pdf() -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(420, 595))
    made.save(out)
    return out.getvalue()


def _asked(world: World, words: str = "Balance B-07", side: str = "cmo") -> AuditRequest:
    with scope.opened(world.auditor):
        grant = AuditorGrant.objects.get()
    due = (now() + timedelta(days=2)).date().isoformat()
    given = {"words": words, "side": side, "due_on": due}
    assert visitor(world.auditor).post(f"/room/{grant.pk}/ask/", given)["Location"] == "/room/"
    with scope.opened(world.auditor):
        return AuditRequest.objects.latest("number")


def test_asked_answered_and_taken_as_a_copy(world: World, lot: Lot) -> None:
    row, content = _asked(world), pdf()
    address, cmo = f"/room/requests/{row.pk}/", visitor(world.cmo_qa)
    assert "Balance B-07" in cmo.get("/").content.decode()
    assert "Your answer" in cmo.get(address).content.decode()
    assert "Not answered yet." in visitor(world.head).get(address).content.decode()
    wrong = cmo.post(address, {"words": "Here.", "record": "KB-0"})
    assert "access shows no lot or event KB-0" in wrong.content.decode()
    file = SimpleUploadedFile("balance.pdf", content, "application/pdf")
    assert cmo.post(address, {"words": "Here.", "record": lot.number, "file": file})["Location"] == address
    auditor = visitor(world.auditor)
    page = auditor.get(address).content.decode()
    assert all(said in page for said in ("Here.", f"lot {lot.number}", "balance.pdf", "Answered"))
    with scope.opened(world.auditor):
        kept = EvidenceFile.objects.get(name="balance.pdf")
    answer = auditor.get(f"/evidence/files/{kept.pk}/")
    copy = b"".join(answer.streaming_content)
    text = PdfReader(BytesIO(copy)).pages[0].extract_text().replace("\n", "")
    assert f"Copy for Astrid Nyman, {world.auditor.organisation_name}, " in text
    assert text.endswith(f"SHA-256 of the original: {kept.sha256}")
    assert (answer["X-Original-SHA256"], "ETag" in answer.headers) == (sha256(content).hexdigest(), False)
    with store().open(kept.sha256) as stored:
        assert stored.read() == content
    assert b"".join(cmo.get(f"/evidence/files/{kept.pk}/").streaming_content) == content
    with scope.opened(world.head):
        looks = AccessRecord.objects.filter(subject_id=kept.pk).order_by("pk").values_list("what", flat=True)
        assert list(looks) == ["balance.pdf downloaded, as a watermarked copy", "balance.pdf downloaded"]


def test_declined_withdrawn_and_listed(world: World) -> None:
    declined, withdrawn = _asked(world, "Prices", "sponsor"), _asked(world, "Payroll")
    assert "Say why not" in visitor(world.head).get(f"/room/requests/{declined.pk}/decline/").content.decode()
    visitor(world.head).post(f"/room/requests/{declined.pk}/decline/", {"words": "Not of quality."})
    auditor = visitor(world.auditor)
    assert "Withdraw" in auditor.get(f"/room/requests/{withdrawn.pk}/").content.decode()
    assert auditor.post(f"/room/requests/{withdrawn.pk}/withdraw/").status_code == 302
    for client in (auditor, visitor(world.cmo_qa)):
        listed = client.get("/room/requests/").content.decode()
        assert all(said in listed for said in ("Prices", "Declined, with the reason", "Payroll", "Withdrawn"))
    assert "Prices" in visitor(world.head).get("/room/").content.decode()
    assert visitor(world.cmo_qa).post(f"/room/requests/{withdrawn.pk}/withdraw/").status_code == 403


def test_strangers_find_no_request(world: World) -> None:
    row, stranger = _asked(world), visitor(world.other_sponsor)
    for path in ("", "decline/"):
        assert stranger.get(f"/room/requests/{row.pk}/{path}").status_code == 404
    assert stranger.post(f"/room/requests/{row.pk}/withdraw/").status_code == 404
    assert "Nothing was asked for" in stranger.get("/room/requests/").content.decode()
    assert stranger.post(f"/room/{row.grant_id}/package/").status_code == 404
    assert stranger.get(f"/room/{uuid4()}/ask/").status_code == 404


def test_a_package_is_asked_for_in_the_room(world: World, lot: Lot) -> None:
    with scope.opened(world.auditor):
        grant = AuditorGrant.objects.get()
    auditor = visitor(world.auditor)
    assert auditor.post(f"/room/{grant.pk}/package/")["Location"] == "/room/"
    with scope.opened(world.auditor):
        report = SealedReport.objects.get()
    assert (report.kind, report.grant_id, report.title) == (
        "audit_package",
        grant.pk,
        "Audit package: the whole partnership",
    )
    assert "Queued" in auditor.get("/room/").content.decode()
