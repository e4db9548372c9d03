"""Naughty names, naughty texts, an upload cut in the middle: a clear answer, nothing half-written, no 500."""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from evidence.models import EvidenceFile
from evidence.outside.store import store
from kernel import scope
from tests.evidence.scene import Scene, pdf
from tests.evidence.upload import HOSTILE, book, check_nothing_is_stored, documents, last_refusal, page, upload
from tests.factories.browsers import browser
from tests.factories.pack_sections import DOCUMENTS


def naughty_names() -> Iterator[str]:
    for path in sorted([*HOSTILE.glob("fuzzdb/file-names/**/*.txt"), *HOSTILE.glob("fuzzdb/path-traversal/**/*.txt")]):
        yield from path.read_text(encoding="utf-8", errors="replace").splitlines()[:60]
    blns = HOSTILE / "blns" / "blns.json"
    if blns.exists():
        yield from json.loads(blns.read_text(encoding="utf-8"))


def test_naughty_file_names_are_kept_bare_or_refused(scene: Scene) -> None:
    names = list(dict.fromkeys(naughty_names()))
    if not names:
        pytest.skip(f"no hostile material in {HOSTILE}")
    client, broken = browser(scene.world, "clerk@keystone.example"), book(scene)[:2000]
    for start in range(0, len(names), 50):
        answer = upload(client, scene, [SimpleUploadedFile("pack.xlsx", broken), *map(_named, names[start:][:50])])
        assert answer.status_code == 422, names[start:][:50]
    check_nothing_is_stored(scene)
    assert not list(store().root.parent.glob("*.pdf"))


def _named(name: str) -> SimpleUploadedFile:
    """A file whose name is sent as it is: Django itself would cut the folders off."""
    file = SimpleUploadedFile("x.pdf", pdf("naughty"))
    file._name = f"{name}.pdf"
    return file


def test_a_naughty_name_that_is_lawful_comes_back_as_it_was(scene: Scene) -> None:
    client = browser(scene.world, "clerk@keystone.example")
    name = "Робота 試験 ‹q› & 'Ω' %00 ${x}.pdf"
    answer = upload(
        client, scene, [SimpleUploadedFile("p.xlsx", book(scene)), *documents(), SimpleUploadedFile(name, pdf(name))]
    )
    assert answer.status_code == 302, answer.content.decode()
    with scope.opened(scene.world.clerk):
        file = EvidenceFile.objects.get(name=name)
    back = client.get(f"/evidence/files/{file.pk}/")
    assert back.getvalue() == pdf(name)
    assert re.search(r"filename\*=utf-8''%D0%A0", back.headers["Content-Disposition"])


def _sent(client: Client, path: str, body: bytes, announced: int) -> Any:
    """A request of which only `body` arrives, though `announced` bytes were promised."""
    return client.request(
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "CONTENT_TYPE": MULTIPART_CONTENT,
            "CONTENT_LENGTH": str(announced),
            "wsgi.input": io.BytesIO(body),
        }
    )


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95, 0.9999])
def test_an_upload_cut_in_the_middle(scene: Scene, share: float) -> None:
    client = browser(scene.world, "clerk@keystone.example")
    large = SimpleUploadedFile("scan.pdf", pdf("scan") + b"x" * 300_000)
    files = [SimpleUploadedFile("pack.xlsx", book(scene)), *documents(), large]
    body = encode_multipart(BOUNDARY, {"files": files})
    cut = body[: int(len(body) * share)]
    answer = _sent(client, page(scene), cut, len(body))
    assert answer.status_code == 409
    assert "bytes arrived: the line broke. Nothing was stored." in answer.content.decode()
    check_nothing_is_stored(scene)


def test_the_whole_upload_the_same_way(scene: Scene) -> None:
    client = browser(scene.world, "clerk@keystone.example")
    body = encode_multipart(BOUNDARY, {"files": [SimpleUploadedFile("pack.xlsx", book(scene)), *documents()]})
    assert _sent(client, page(scene), body, len(body)).status_code == 302


def test_a_cut_upload_is_recorded_with_what_arrived(scene: Scene) -> None:
    client = browser(scene.world, "clerk@keystone.example")
    data = book(scene)
    files = [SimpleUploadedFile("pack.xlsx", data), *documents(), SimpleUploadedFile("scan.pdf", pdf("s") * 20_000)]
    body = encode_multipart(BOUNDARY, {"files": files})
    _sent(client, page(scene), body[:-200], len(body))
    refusal = last_refusal(scene)
    assert (refusal.code, refusal.subject_id) == ("cut-off", scene.lot.pk)
    hashes = {file["name"]: file["sha256"] for file in refusal.detail["files"]}
    assert hashes["pack.xlsx"] == hashlib.sha256(data).hexdigest()
    assert len(hashes) == 1 + len(DOCUMENTS)  # Django drops the part that was cut
