"""The passport's pages, as the CMO keeps it and as a sponsor reads it."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel import scope
from performance.models import PassportDocument, PassportShare
from records.models import AccessRecord
from tests.factories.browsers import browser
from tests.factories.world import World

CONTENT = b"%PDF-1.7\n% certificate\n%%EOF\n"


@pytest.fixture(autouse=True)
def store_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_STORE = tmp_path / "evidence"


def _given(name: str = "iso.pdf", content: bytes = CONTENT, **changes: str) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile(name, content), "kind": "iso", "title": "ISO 22000 certificate", "number": "FS-7731",
        "issuer": "Bureau of Certification", "valid_from": "2024-01-01", "valid_until": "2099-12-31", **changes,
    }  # fmt: skip


def test_from_the_cmos_page_to_the_sponsors(world: World) -> None:
    cmo, sponsor = browser(world, "qa@keystone.example"), browser(world, "qa@alderpine.example")
    assert "Nothing in the passport yet" in cmo.get("/partners/passport/").content.decode()
    assert cmo.post("/partners/passport/add/", _given()).url == "/partners/passport/"
    with scope.opened(world.cmo_qa):
        document = PassportDocument.objects.get()
    address = f"/partners/passport/{document.pk}/"
    page = cmo.get("/partners/passport/").content.decode()
    assert "Show Alder &amp; Pine Nutrition" in page
    assert cmo.post(f"{address}share/{world.alder_keystone.pk}/").url == "/partners/passport/"
    assert b"".join(cmo.get(address).streaming_content) == CONTENT
    shown = sponsor.get(f"/partners/{world.alder_keystone.pk}/").content.decode()
    with scope.opened(world.reviewer):
        share = PassportShare.objects.get()
    assert "FS-7731" in shown
    answer = sponsor.get(f"/partners/passport/shares/{share.pk}/")
    assert b"".join(answer.streaming_content) == CONTENT
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == ("nosniff", True)
    with scope.opened(world.reviewer):
        looks = AccessRecord.objects.filter(what="iso.pdf downloaded")
        assert [look.subject_id for look in looks] == [share.pk]  # the owner's own look is nobody else's business
    with scope.opened(world.cmo_qa):
        looks = AccessRecord.objects.filter(what="iso.pdf downloaded").order_by("at")
        assert [(look.subject_id, look.partnership_id) for look in looks] == [
            (document.pk, None), (share.pk, world.alder_keystone.pk),
        ]  # fmt: skip
    assert cmo.get("/partners/passport/").content.decode().count("iso.pdf downloaded") == 2
    other = browser(world, "qa@bluemesa.example")
    assert other.get(f"/partners/passport/shares/{share.pk}/").status_code == 404
    assert "FS-7731" not in other.get(f"/partners/{world.blue_keystone.pk}/").content.decode()


def test_renewed_stopped_and_taken_out_on_the_page(world: World) -> None:
    cmo = browser(world, "qa@keystone.example")
    cmo.post("/partners/passport/add/", _given())
    with scope.opened(world.cmo_qa):
        document = PassportDocument.objects.get()
    cmo.post(f"/partners/passport/{document.pk}/share/{world.alder_keystone.pk}/")
    renewal = _given("iso-2.pdf", number="FS-8810")
    assert cmo.post(f"/partners/passport/{document.pk}/replace/", renewal).url == "/partners/passport/"
    with scope.opened(world.cmo_qa):
        new, share = PassportDocument.objects.get(ended_at=None), PassportShare.objects.get(ended_at=None)
    assert new.number == "FS-8810"
    ended = cmo.post(f"/partners/passport/shares/{share.pk}/end/", {"reason": "contract ended"})
    assert ended.url == "/partners/passport/"
    assert cmo.post(f"/partners/passport/{new.pk}/end/", {"reason": "wrong file"}).url == "/partners/passport/"
    assert "Nothing in the passport yet" in cmo.get("/partners/passport/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("iso.pdf", b"", "empty"),
        ("iso.pdf", b"MZ\x90\x00 this is a program", "iso.pdf"),
        ("iso.exe", b"MZ\x90\x00 this is a program", "iso.exe"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(world: World, name: str, content: bytes, sentence: str) -> None:
    answer = browser(world, "qa@keystone.example").post("/partners/passport/add/", _given(name, content))
    assert answer.status_code in (200, 409)
    assert sentence in answer.content.decode()
    with scope.opened(world.cmo_qa):
        assert PassportDocument.objects.count() == 0


def test_who_does_not_keep_it_is_told_so(world: World) -> None:
    clerk = browser(world, "clerk@keystone.example")
    assert clerk.get("/partners/passport/").status_code == 403
    assert "Only your head of quality" in clerk.get("/partners/passport/add/").content.decode()
    assert "Evidence passport</a>" in browser(world, "qa@keystone.example").get("/partners/").content.decode()
    assert "Evidence passport</a>" not in clerk.get("/partners/").content.decode()
