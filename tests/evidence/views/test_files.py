"""Files come back byte for byte, to those who see the record, and every look is written down."""

import io
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.http import FileResponse
from django.test import Client, RequestFactory
from PIL import Image

from evidence.actions.files import examine
from evidence.downloads import stored
from evidence.models import EvidenceFile
from kernel import scope
from records.models import AccessRecord
from tests.evidence.scene import Scene, files_of, pdf, stated
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.packs import added

REVIEWER = "qa@alderpine.example"


def _picture() -> bytes:
    kept = io.BytesIO()
    Image.effect_noise((64, 64), 40).save(kept, "PNG")
    return kept.getvalue()


PNG = _picture()


def kept(scene: Scene, name: str, content: bytes) -> EvidenceFile:
    """A file that came with the scene's pack."""
    pack = added(stated(), "documents", name=name, category="other")
    scene.submit(pack, files=[*files_of(), examine(name, io.BytesIO(content))])
    with scope.opened(scene.world.clerk):
        return EvidenceFile.objects.get(name=name)


def looks(scene: Scene) -> list[tuple[str, object]]:
    with scope.opened(scene.world.reviewer):
        return list(AccessRecord.objects.order_by("at").values_list("what", "person_id"))


def test_the_download_is_what_was_uploaded(scene: Scene) -> None:
    file = kept(scene, "photo of the label.png", PNG)
    answer = browser(scene.world, REVIEWER).get(f"/evidence/files/{file.pk}/")
    assert answer.getvalue() == PNG
    headers = answer.headers
    assert headers["Content-Disposition"] == 'attachment; filename="photo of the label.png"'
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["Content-Type"], headers["Content-Length"]) == ("image/png", str(len(PNG)))
    assert looks(scene) == [("photo of the label.png downloaded", scene.world.reviewer.person_id)]


def test_a_part_is_the_same_bytes_and_noted_as_a_part(scene: Scene) -> None:
    file = kept(scene, "photo.png", PNG)
    size, client = len(PNG), browser(scene.world, REVIEWER)
    path = f"/evidence/files/{file.pk}/"
    whole = client.get(path)
    assert whole.getvalue() == PNG
    assert (whole.headers["Accept-Ranges"], whole.headers["ETag"]) == ("bytes", f'"{file.sha256}"')
    for asked, first, last in (("0-99", 0, 99), ("100-", 100, size - 1), ("-7", size - 7, size - 1)):
        answer = client.get(path, headers={"range": f"bytes={asked}", "if-range": whole.headers["ETag"]})
        assert (answer.status_code, answer.getvalue()) == (206, PNG[first : last + 1])
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
        assert answer.headers["Content-Length"] == str(last - first + 1)
        for name in ("Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Content-Type"):
            assert answer.headers[name] == whole.headers[name]
        assert looks(scene)[-1][0] == f"photo.png downloaded, bytes {first}-{last}/{size}"


def test_a_part_of_something_else_is_the_whole(scene: Scene) -> None:
    file = kept(scene, "photo.png", PNG)
    headers = {"range": "bytes=0-99", "if-range": '"0000"'}
    answer = browser(scene.world, REVIEWER).get(f"/evidence/files/{file.pk}/", headers=headers)
    assert (answer.status_code, answer.getvalue()) == (200, PNG)


def test_behind_the_end_is_said_and_noted(scene: Scene) -> None:
    file = kept(scene, "photo.png", PNG)
    client = browser(scene.world, REVIEWER)
    answer = client.get(f"/evidence/files/{file.pk}/", headers={"range": f"bytes={len(PNG)}-"})
    assert (answer.status_code, answer.content) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(PNG)}"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert looks(scene) == [("photo.png downloaded", scene.world.reviewer.person_id)]
    assert browser(scene.world, "qa@bluemesa.example").get(
        f"/evidence/files/{file.pk}/", headers={"range": "bytes=0-1"}
    ).status_code == 404  # fmt: skip


def test_the_api_gives_parts_too(scene: Scene) -> None:
    file = kept(scene, "photo.png", PNG)
    client = keyed(scene.world, REVIEWER)
    answer = client.get(f"/api/v1/files/{file.pk}/content/", headers={"range": "bytes=8-15"})
    assert (answer.status_code, answer.getvalue()) == (206, PNG[8:16])
    assert looks(scene)[-1][0] == f"photo.png downloaded, bytes 8-15/{len(PNG)}"


def test_memory_stays_flat_for_a_large_file(settings: Any, tmp_path: Path) -> None:
    """96 MiB, whole and the second half: never more than a few blocks are held."""
    settings.EVIDENCE_STORE, size = tmp_path, 96 * 2**20
    file = EvidenceFile(name="large.pdf", sha256="0" * 64, size=size, media_type="application/pdf")
    place = tmp_path / "00" / "00" / file.sha256
    place.parent.mkdir(parents=True)
    place.touch()
    os.truncate(place, size)  # sparse: on disk it takes nothing
    for headers, length in (({}, size), ({"range": f"bytes={size // 2}-"}, size // 2)):
        request = RequestFactory().get("/", headers=headers)
        tracemalloc.start()
        answer = stored(request, file)
        assert isinstance(answer, FileResponse)
        taken = sum(len(piece) for piece in answer)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        answer.close()
        assert taken == length
        assert peak < 4 * 2**20


def test_a_pdf_is_shown_beside_the_data(scene: Scene) -> None:
    file = kept(scene, "scan.pdf", pdf("scan"))
    answer = browser(scene.world, REVIEWER).get(f"/evidence/files/{file.pk}/view/")
    assert answer.getvalue() == pdf("scan")
    assert answer.headers["Content-Disposition"] == 'inline; filename="scan.pdf"'
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert looks(scene) == [("scan.pdf viewed", scene.world.reviewer.person_id)]


def test_a_picture_is_shown_in_a_sandbox(scene: Scene) -> None:
    file = kept(scene, "label.png", PNG)
    answer = browser(scene.world, REVIEWER).get(f"/evidence/files/{file.pk}/view/")
    assert (answer.getvalue(), answer.headers["Content-Disposition"]) == (PNG, 'inline; filename="label.png"')
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"  # only a PDF's viewer needs more


def test_a_text_is_only_downloaded(scene: Scene) -> None:
    file = kept(scene, "raw.csv", b"=1+1,<script>alert(1)</script>\n")
    client = browser(scene.world, REVIEWER)
    assert client.get(f"/evidence/files/{file.pk}/view/").status_code == 404
    assert client.get(f"/evidence/files/{file.pk}/").getvalue() == b"=1+1,<script>alert(1)</script>\n"


def test_the_auditor_reads_and_is_noted(scene: Scene) -> None:
    """What cannot be marked is attached as it is to a page that is."""
    file = kept(scene, "scan.pdf", pdf("scan"))
    answer = browser(scene.world, "auditor@example.org").get(f"/evidence/files/{file.pk}/")
    with pikepdf.open(io.BytesIO(answer.getvalue())) as cover:
        assert cover.attachments["scan.pdf"].get_file().read_bytes() == pdf("scan")
    assert ("scan.pdf downloaded, as a watermarked copy", scene.world.auditor.person_id) in looks(scene)


@pytest.mark.parametrize("suffix", ["", "view/"])
def test_strangers_get_nothing_and_leave_no_look(scene: Scene, suffix: str) -> None:
    file = kept(scene, "scan.pdf", pdf("scan"))
    path = f"/evidence/files/{file.pk}/{suffix}"
    assert browser(scene.world, "qa@bluemesa.example").get(path).status_code == 404
    assert browser(scene.world, "qa@cedarridge.example").get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert looks(scene) == []
