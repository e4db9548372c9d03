"""Artworks are kept once; two are compared once for a pair of hashes, whoever asks and whoever is killed."""

import io
from typing import Any
from uuid import UUID

import pytest

from evidence import tasks
from evidence.actions.artworks import ask_comparison, keep_artwork
from evidence.actions.files import examine
from evidence.artworks import comparison
from evidence.models import ArtworkComparison, ArtworkFile, ComparedPage, ComparisonEnd
from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from kernel.errors import Refused
from kernel.scope import Actor
from tests.evidence.outside.test_artworks import FACTS, pdf_of, png_of
from tests.evidence.scene import Scene


def kept(scene: Scene, name: str, content: bytes, by: Actor | None = None) -> ArtworkFile:
    by = by or scene.world.cmo_qa
    with scope.opened(by):
        product = scene.lot.product_id
        return keep_artwork(product_id=product, file=examine(name, io.BytesIO(content)), by=by, at=now())


def asked(scene: Scene, left: str, right: str, by: Actor | None = None) -> ArtworkComparison:
    by = by or scene.world.reviewer
    with scope.opened(by):
        return ask_comparison(product_id=scene.lot.product_id, left=left, right=right, by=by, at=now())


def done(found: ArtworkComparison) -> bool:
    return bool(tasks.compare_artworks(str(found.partnership_id), str(found.pk)))


def ended(scene: Scene, key: UUID) -> tuple[str, int, int, str]:
    with scope.opened(scene.world.clerk):
        end = ComparisonEnd.objects.get(comparison_id=key)
        return end.outcome, end.pages, end.changed_areas, end.sentence


def test_a_pair_is_compared_once_and_seen_by_both_companies(scene: Scene) -> None:
    old = kept(scene, "old.pdf", pdf_of(FACTS)).file.sha256
    new = kept(scene, "new.pdf", pdf_of(FACTS.replace("Soy", "Milk"), "<p>More</p>")).file.sha256
    found = asked(scene, old, new)
    assert asked(scene, old, new, scene.world.cmo_qa).pk == found.pk
    assert (done(found), done(found)) == (True, False)
    assert ended(scene, found.pk) == ("changed", 2, 2, "")
    with scope.opened(scene.world.reviewer):
        pages = list(comparison(found.pk).pages.all())
    assert [(page.page, page.sides, len(page.areas)) for page in pages] == [(1, "both", 1), (2, "right", 1)]
    for sha256 in (pages[0].left_sha256, pages[0].right_sha256, pages[0].marked_sha256, pages[1].right_sha256):
        with store().open(sha256) as picture:
            assert picture.read(4) == b"\x89PNG"
    with scope.opened(scene.world.other_sponsor):
        assert [ArtworkComparison.objects.count(), ComparedPage.objects.count(), ArtworkFile.objects.count()] == [0] * 3


def test_a_worker_that_was_killed_leaves_its_pages(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are kept as they come: the next worker ends what the first began, with no page twice."""
    left, right = (kept(scene, f"{color}.png", png_of((60, 30), color)).file.sha256 for color in ("white", "red"))
    found, end = asked(scene, left, right), tasks.end_comparison

    def killed(**_: Any) -> None:
        raise SystemExit

    monkeypatch.setattr(tasks, "end_comparison", killed)
    with pytest.raises(SystemExit):
        done(found)
    monkeypatch.setattr(tasks, "end_comparison", end)
    assert done(found)
    assert ended(scene, found.pk) == ("changed", 1, 1, "")


def test_what_cannot_be_compared_says_so(scene: Scene) -> None:
    left = kept(scene, "good.png", png_of((60, 30))).file.sha256
    lost = kept(scene, "lost.png", png_of((60, 31))).file.sha256
    found = asked(scene, left, lost)
    store().path(lost).unlink()
    assert done(found)
    assert ended(scene, found.pk) == ("failed", 0, 0, "The store does not hold one of the two files.")


def test_only_what_can_be_compared_is_asked_for(scene: Scene) -> None:
    left = kept(scene, "good.png", png_of((60, 30))).file.sha256
    with pytest.raises(Refused, match="they are the same file, byte for byte"):
        asked(scene, left, left)
    with pytest.raises(Refused, match=r"No file with the SHA-256 0000000000000000… is here"):
        asked(scene, left, "0" * 64)
    with pytest.raises(Refused, match=r"“list.csv” is no artwork: bring it as a PDF or a picture"):
        kept(scene, "list.csv", b"a,b\n1,2\n")
    with pytest.raises(Refused, match="put in a label's artwork"):
        kept(scene, "other.png", png_of((9, 9)), scene.world.clerk)


def test_the_sweep_pokes_for_what_no_worker_has_ended(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    poked: list[tuple[str, str]] = []
    monkeypatch.setattr(tasks.compare_artworks, "apply_async", lambda words, **_: poked.append(words))
    left, right = (kept(scene, f"{side}.png", png_of((side, 9))).file.sha256 for side in (8, 9))
    by = scene.world.cmo_qa
    with scope.opened(by):
        early = now().replace(microsecond=0)
        found = ask_comparison(
            product_id=scene.lot.product_id, left=left, right=right, by=by, at=early.replace(hour=0, minute=0, second=0)
        )
    assert tasks.sweep_comparisons() == 1
    assert poked == [(str(found.partnership_id), str(found.pk))]
    assert done(found)
    assert tasks.sweep_comparisons() == 0
