"""Files come back byte for byte, to those who see the record, and every look is written down."""

import io

import pytest
from django.test import Client
from PIL import Image

from evidence.actions.files import examine
from evidence.models import EvidenceFile
from kernel import scope
from records.models import AccessRecord
from tests.evidence.scene import Scene, files_of, pdf, stated
from tests.factories.browsers import browser
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


def test_a_text_is_only_downloaded(scene: Scene) -> None:
    file = kept(scene, "raw.csv", b"=1+1,<script>alert(1)</script>\n")
    client = browser(scene.world, REVIEWER)
    assert client.get(f"/evidence/files/{file.pk}/view/").status_code == 404
    assert client.get(f"/evidence/files/{file.pk}/").getvalue() == b"=1+1,<script>alert(1)</script>\n"


def test_the_auditor_reads_and_is_noted(scene: Scene) -> None:
    file = kept(scene, "scan.pdf", pdf("scan"))
    assert browser(scene.world, "auditor@example.org").get(f"/evidence/files/{file.pk}/").getvalue() == pdf("scan")
    assert ("scan.pdf downloaded", scene.world.auditor.person_id) in looks(scene)


@pytest.mark.parametrize("suffix", ["", "view/"])
def test_strangers_get_nothing_and_leave_no_look(scene: Scene, suffix: str) -> None:
    file = kept(scene, "scan.pdf", pdf("scan"))
    path = f"/evidence/files/{file.pk}/{suffix}"
    assert browser(scene.world, "qa@bluemesa.example").get(path).status_code == 404
    assert browser(scene.world, "qa@cedarridge.example").get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert looks(scene) == []
