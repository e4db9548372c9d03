"""Resumable uploads over the wire: announced, sent in parts, whole before they count, and nobody else's business."""

import base64
import hashlib
import os
import shutil
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from evidence import tasks
from evidence.actions.arrivals import MOST_AT_ONCE, kept
from evidence.models import Arrival, EvidenceFile, Pack
from evidence.outside.quarantine import quarantine
from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from tests.evidence.scene import Scene, pdf
from tests.evidence.upload import book, last_refusal, page
from tests.factories.browsers import browser
from tests.factories.pack_sections import DOCUMENTS

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
BYTES = b"%PDF-1.7\n" + b"A page of a batch record. " * 400


@pytest.fixture
def client(scene: Scene) -> Client:
    return browser(scene.world, "clerk@keystone.example")


def announce(client: Client, scene: Scene, name: str, size: int) -> Any:
    metadata = f"filename {base64.b64encode(name.encode()).decode()}"
    return client.post(
        f"/lots/{scene.lot.pk}/arrivals/",
        content_type="application/octet-stream",
        HTTP_UPLOAD_LENGTH=str(size),
        HTTP_UPLOAD_METADATA=metadata,
        **TUS,
    )


def begun(client: Client, scene: Scene, name: str = "BPR.pdf", size: int = len(BYTES)) -> str:
    answer = announce(client, scene, name, size)
    assert answer.status_code == 201, answer.content
    address: str = answer["Location"]
    return address


def send(client: Client, address: str, offset: int, content: bytes, **headers: str) -> Any:
    kind = headers.pop("content_type", "application/offset+octet-stream")
    named = TUS | {"HTTP_UPLOAD_OFFSET": str(offset)} | headers
    return client.patch(address, content, content_type=kind, **named)


def arrived(client: Client, scene: Scene, name: str, content: bytes) -> str:
    address = begun(client, scene, name, len(content))
    assert send(client, address, 0, content).status_code == 204
    return address.strip("/").split("/")[-1]


def test_a_file_arrives_in_parts(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    first = send(client, address, 0, BYTES[:5000])
    assert (first.status_code, first["Upload-Offset"], first["Tus-Resumable"]) == (204, "5000", "1.0.0")
    asked = client.head(address, **TUS)
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, "5000", str(len(BYTES)))
    assert asked["Cache-Control"] == "no-store"
    assert "Upload-Expires" in asked
    assert send(client, address, 5000, BYTES[5000:])["Upload-Offset"] == str(len(BYTES))
    with scope.opened(scene.world.clerk):
        arrival = Arrival.objects.get()
        assert (arrival.name, arrival.lot_id) == ("BPR.pdf", scene.lot.pk)
        assert EvidenceFile.objects.count() == 0
    with quarantine().open(arrival.pk) as file:
        assert file.read() == BYTES


def test_the_server_says_what_it_speaks(client: Client, scene: Scene) -> None:
    answer = client.options(f"/lots/{scene.lot.pk}/arrivals/")
    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Max-Size"]) == ("1.0.0", str(2 * 2**30))
    assert answer["Tus-Extension"] == "creation,expiration,termination,checksum"


def test_another_version_of_the_protocol_is_refused(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    assert client.head(address).status_code == 412
    assert client.head(address, HTTP_TUS_RESUMABLE="2.0.0").status_code == 412
    assert client.get(address, **TUS).status_code == 405
    assert client.get(f"/lots/{scene.lot.pk}/arrivals/").status_code == 405


@pytest.mark.parametrize(
    ("offset", "content", "headers", "status"),
    [
        (1, b"x", {}, 409),
        (0, BYTES + b"x", {}, 400),
        (0, BYTES, {"content_type": "application/json"}, 415),
        (0, BYTES, {"HTTP_UPLOAD_CHECKSUM": "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="}, 460),
        (0, BYTES, {"HTTP_UPLOAD_CHECKSUM": "md5 qZk="}, 400),
        (0, BYTES, {"CONTENT_LENGTH": str(65 * 2**20)}, 413),
    ],
)
def test_bytes_that_do_not_fit_are_refused(
    client: Client, scene: Scene, offset: int, content: bytes, headers: dict[str, str], status: int
) -> None:
    address = begun(client, scene)
    assert send(client, address, offset, content, **headers).status_code == status
    assert client.head(address, **TUS)["Upload-Offset"] == "0"


def test_a_checksum_that_fits_is_taken(client: Client, scene: Scene) -> None:
    digest = base64.b64encode(hashlib.sha256(BYTES).digest()).decode()
    answer = send(client, begun(client, scene), 0, BYTES, HTTP_UPLOAD_CHECKSUM=f"sha256 {digest}")
    assert answer["Upload-Offset"] == str(len(BYTES))


@pytest.mark.parametrize(
    ("name", "size", "status", "words"),
    [
        ("run.exe", 10, 409, "cannot be kept as evidence"),
        ("BPR.pdf", 0, 409, "is empty (0 bytes)"),
        ("BPR.pdf", 2 * 2**30 + 1, 409, "a file may have 2048 MB"),
        ("", 10, 409, "is not a usable file name"),
        ("x" * 300 + ".pdf", 10, 409, "is longer than 200 characters"),
    ],
)
def test_what_cannot_be_evidence_is_refused_before_its_first_byte(
    client: Client, scene: Scene, name: str, size: int, status: int, words: str
) -> None:
    answer = announce(client, scene, name, size)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert words in last_refusal(scene).sentence


def test_two_gigabytes_are_announced(client: Client, scene: Scene) -> None:
    assert announce(client, scene, "BPR.pdf", 2 * 2**30).status_code == 201


def test_content_that_is_not_what_the_name_says_is_thrown_away(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    answer = send(client, address, 0, b"MZ" + b"\x00" * 5000)
    assert answer.status_code == 409
    assert "its content is a Windows program" in answer.json()["detail"]
    assert client.head(address, **TUS).status_code == 410


def test_an_upload_can_be_given_up(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    assert client.delete(address, **TUS).status_code == 204
    assert client.delete(address, **TUS).status_code == 410
    assert send(client, address, 0, BYTES).status_code == 410


def test_nobody_but_the_sender_sees_an_arrival(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    for email in ("qa@keystone.example", "qa@alderpine.example", "qa@bluemesa.example", "auditor@example.org"):
        other = browser(scene.world, email)
        for method in ("get", "head", "patch", "delete", "post", "options"):
            assert getattr(other, method)(address, **TUS).status_code == 404, (email, method)
    assert client.head(address, **TUS)["Upload-Offset"] == "0"


def test_the_sponsor_cannot_announce_for_the_manufacturer(scene: Scene) -> None:
    answer = announce(browser(scene.world, "qa@alderpine.example"), scene, "BPR.pdf", 10)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Your role does not allow you to submit evidence."


def test_a_pack_is_submitted_from_files_that_arrived_ahead(
    client: Client, scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    files = {"pack.xlsx": book(scene)} | {name: pdf(name) for name, _, _ in DOCUMENTS}
    keys = [arrived(client, scene, name, content) for name, content in files.items()]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page(scene), {"uploaded": keys})
    assert answer.status_code == 302, answer.content.decode()
    with scope.opened(scene.world.clerk):
        assert Pack.objects.get().form == "workbook"
        kept = {file.name: file.sha256 for file in EvidenceFile.objects.all()}
    assert kept == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name, content in files.items():
        with store().open(kept[name]) as file:
            assert file.read() == content
    assert list(quarantine().root.iterdir()) == []


def test_a_refused_pack_leaves_what_arrived(client: Client, scene: Scene) -> None:
    key = arrived(client, scene, "BPR.pdf", BYTES)
    answer = client.post(page(scene), {"uploaded": [key]})
    assert answer.status_code == 409
    assert "No workbook of a pack is among the files" in answer.content.decode()
    assert client.head(f"/evidence/arrivals/{key}/", **TUS)["Upload-Offset"] == str(len(BYTES))
    assert last_refusal(scene).detail["files"][0]["sha256"] == hashlib.sha256(BYTES).hexdigest()


def test_half_a_file_is_no_evidence(client: Client, scene: Scene) -> None:
    address = begun(client, scene)
    send(client, address, 0, BYTES[:5000])
    answer = client.post(page(scene), {"uploaded": [address.strip("/").split("/")[-1]]})
    assert answer.status_code == 409
    assert f"Only 5000 of {len(BYTES)} bytes of “BPR.pdf” have arrived" in answer.content.decode()


def test_a_made_up_id_is_nowhere(client: Client, scene: Scene) -> None:
    assert client.post(page(scene), {"uploaded": ["../../etc/passwd"]}).status_code == 404
    assert client.post(page(scene), {"uploaded": [str(scene.lot.pk)]}).status_code == 404


def test_sixty_files_may_wait_and_no_more(client: Client, scene: Scene) -> None:
    first, *_ = [begun(client, scene, f"{number}.pdf") for number in range(MOST_AT_ONCE)]
    refused = announce(client, scene, "one more.pdf", 10)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("60 files of yours wait for their rest or their pack.")
    assert client.delete(first, **TUS).status_code == 204
    assert announce(client, scene, "one more.pdf", 10).status_code == 201


def test_what_nobody_went_on_with_is_thrown_away(client: Client, scene: Scene) -> None:
    old, young = begun(client, scene, "old.pdf"), begun(client, scene, "young.pdf")
    keys = [UUID(address.strip("/").split("/")[-1]) for address in (old, young)]
    quiet = (now() - kept() - timedelta(minutes=1)).timestamp()
    os.utime(quarantine().root / f"{keys[0].hex}.offset", (quiet, quiet))
    assert tasks.expire_parts() == 1
    assert [quarantine().has(key) for key in keys] == [False, True]
    with scope.opened(scene.world.clerk):
        assert Arrival.objects.count() == 2  # the record of what was begun stays


def test_no_file_is_begun_that_would_fill_the_disk(client: Client, scene: Scene, settings: Any) -> None:
    """The disk must take it twice, here and in the store, and keep a tenth free."""
    settings.EVIDENCE_MOST_BYTES = 2**62
    size = shutil.disk_usage("/").total
    refused = announce(client, scene, "whole disk.pdf", size)
    assert refused.json()["detail"].startswith("There is no room for “whole disk.pdf” on the server now.")
    with scope.opened(scene.world.clerk):
        assert Arrival.objects.count() == 0
