"""Pages of artworks: put one in, compare two, see where they differ; nothing for strangers."""

from urllib.parse import urlencode
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.models import ArtworkComparison, ArtworkFile, RuleVerdict
from evidence.presentation.verdicts import shown
from kernel import scope
from tests.evidence.actions.test_artworks import done, kept
from tests.evidence.outside.test_artworks import png_of
from tests.evidence.scene import Scene, stated
from tests.factories.baseline import label_value
from tests.factories.browsers import browser
from tests.factories.packs import with_fields

CMO, REVIEWER, STRANGER, CLERK = (
    "qa@keystone.example", "qa@alderpine.example", "qa@bluemesa.example", "clerk@keystone.example",
)  # fmt: skip


def page_of(scene: Scene, left: str, right: str) -> str:
    return f"/products/{scene.lot.product_id}/artwork/compare/?{urlencode({'left': left, 'right': right})}"


def test_an_artwork_is_put_in(scene: Scene) -> None:
    address, client = f"/products/{scene.lot.product_id}/artwork/", browser(scene.world, CMO)
    page = client.get(address)
    assert "not put in yet" in page.content.decode()
    empty = client.post(address, {"file": SimpleUploadedFile("label.png", b"")})
    assert "“label.png” is empty" in empty.content.decode()
    answer = client.post(address, {"file": SimpleUploadedFile("label.png", png_of((9, 9)))}, follow=True)
    assert "label.png is kept: named by no version yet." in answer.content.decode()
    with scope.opened(scene.world.reviewer):
        row = ArtworkFile.objects.select_related("file").get()
    assert row.file.sha256 in answer.content.decode()
    assert "Put in an artwork" not in browser(scene.world, CLERK).get(address).content.decode()
    assert browser(scene.world, STRANGER).get(address).status_code == 404


def test_two_are_compared_and_the_areas_listed(scene: Scene) -> None:
    left = kept(scene, "left.png", png_of((400, 200))).file.sha256
    right = kept(scene, "right.png", png_of((400, 200), spot=(100, 50, 200, 100))).file.sha256
    reviewer, address = browser(scene.world, REVIEWER), page_of(scene, left, right)
    assert "Compare page by page" in reviewer.get(address).content.decode()
    asked = reviewer.post(address)
    with scope.opened(scene.world.reviewer):
        found = ArtworkComparison.objects.get()
    there = f"/evidence/comparisons/{found.pk}/"
    assert asked["Location"] == there
    assert reviewer.get(address)["Location"] == there
    waiting = reviewer.get(there).content.decode()
    assert "0 pages done so far" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert done(found)
    page = reviewer.get(there)
    text = page.content.decode()
    assert "1 area on 1 page, each marked and listed below." in text
    assert "hx-trigger" not in text.split('id="comparison-')[1]
    assert [(row.page, row.number) for row in page.context["rows"]] == [(1, 1)]
    for side in ("left", "right", "marked"):
        picture = reviewer.get(f"{there}1/{side}/")
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
        assert b"".join(picture.streaming_content)[:4] == b"\x89PNG"
    for missing in (f"{there}1/sha/", f"{there}2/left/", f"/evidence/comparisons/{uuid4()}/"):
        assert reviewer.get(missing).status_code == 404
    stranger = browser(scene.world, STRANGER)
    assert [stranger.get(path).status_code for path in (there, f"{there}1/left/", address)] == [404, 404, 404]


def test_the_same_file_is_said_at_once_and_a_missing_one_named(scene: Scene) -> None:
    held = kept(scene, "left.png", png_of((40, 20))).file.sha256
    reviewer = browser(scene.world, REVIEWER)
    assert "they are the same file, byte for byte" in reviewer.get(page_of(scene, held, held)).content.decode()
    missing = reviewer.get(page_of(scene, held, "0" * 64)).content.decode()
    assert "Put the missing artwork in" in missing
    assert "Compare page by page" not in missing
    assert reviewer.post(page_of(scene, held, "0" * 64)).status_code == 409
    assert reviewer.get(page_of(scene, held, "nothing")).status_code == 404


def test_r414_leads_from_its_exception_to_the_comparison(scene: Scene) -> None:
    image, approved = "1" * 64, label_value().artwork_sha256
    pack = scene.submit(with_fields(stated(), "packaging.label", image_sha256=image)).pack
    with scope.opened(scene.world.reviewer):
        verdict = RuleVerdict.objects.get(pack=pack, rule="R414")
        assert shown(verdict).artworks == f"left={approved}&right={image}"
    reviewer = browser(scene.world, REVIEWER)
    address = page_of(scene, approved, image).replace("&", "&amp;")
    assert address in reviewer.get(f"/evidence/packs/{pack.pk}/rules/R414/").content.decode()
    told = reviewer.get(page_of(scene, approved, image)).content.decode()
    assert "the artwork of LBL-MG120 v5" in told
    assert "a document of a pack" in told
