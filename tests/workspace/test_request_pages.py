"""An auditor's request on the pages of both sides; the file that answers it comes as a watermarked copy."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader

from evidence.models import EvidenceFile
from evidence.outside import watermarks
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


def pdf(password: str = "") -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(420, 595))
    made.save(out, encryption=pikepdf.Encryption(owner=password, user=password) if password else False)
    return out.getvalue()


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (200, 100)).save(out, "PNG")
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


@pytest.mark.parametrize(
    ("name", "content", "media_type", "got"),
    [
        ("seal.png", png(), "image/png", "image/png"),
        ("locked.pdf", pdf(password="kept"), "application/pdf", "application/pdf"),
    ],
)
def test_a_picture_is_marked_and_what_cannot_be_is_attached(
    world: World, name: str, content: bytes, media_type: str, got: str
) -> None:
    row = _asked(world)
    file = SimpleUploadedFile(name, content, media_type)
    assert visitor(world.cmo_qa).post(f"/room/requests/{row.pk}/", {"words": "Here.", "file": file}).status_code == 302
    with scope.opened(world.auditor):
        kept = EvidenceFile.objects.get(name=name)
    answer = visitor(world.auditor).get(f"/evidence/files/{kept.pk}/")
    copy = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], answer["X-Original-SHA256"]) == (got, sha256(content).hexdigest())
    assert copy != content
    if media_type == "application/pdf":
        assert f"{name}.pdf" in answer["Content-Disposition"]
        with pikepdf.open(BytesIO(copy)) as cover:
            assert cover.attachments[name].get_file().read_bytes() == content
    with scope.opened(world.head):
        look = AccessRecord.objects.filter(subject_id=kept.pk).latest("pk")
        assert look.what == f"{name} downloaded, as a watermarked copy"


def test_what_is_too_large_to_be_marked_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    row, content = _asked(world), pdf()
    file = SimpleUploadedFile("large.pdf", content, "application/pdf")
    visitor(world.cmo_qa).post(f"/room/requests/{row.pk}/", {"words": "Here.", "file": file})
    with scope.opened(world.auditor):
        kept = EvidenceFile.objects.get(name="large.pdf")
    monkeypatch.setattr(watermarks, "MOST_BYTES", len(content))
    assert b"".join(visitor(world.auditor).get(f"/evidence/files/{kept.pk}/").streaming_content) != content
    monkeypatch.setattr(watermarks, "MOST_BYTES", len(content) - 1)
    refused = visitor(world.auditor).get(f"/evidence/files/{kept.pk}/")
    assert refused.status_code in (403, 409, 422)
    assert "is too large to be marked for you" in refused.content.decode()
    assert b"".join(visitor(world.cmo_qa).get(f"/evidence/files/{kept.pk}/").streaming_content) == content


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
