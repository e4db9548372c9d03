"""A random sample of what passed: drawn by the reviewer, repeatable from its seed, each item looked at once."""

import pytest

from evidence.actions.samples import draw_sample, record_look
from evidence.models import Pack, RuleVerdict, SampleDraw, SampleItem, SampleLook, VerdictQuestion
from evidence.pack.sampling import drawn
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from tests.evidence.actions.test_review import LATER, attest
from tests.evidence.scene import Scene


def in_review(scene: Scene) -> Pack:
    return attest(scene, scene.submit().pack)


def draw(scene: Scene, pack: Pack, amount: int = 5, *, is_percent: bool = False, by: Actor | None = None) -> SampleDraw:
    by = by or scene.world.reviewer
    with scope.opened(by):
        return draw_sample(pack_id=pack.pk, amount=amount, is_percent=is_percent, by=by, reason="", at=LATER)


def look(scene: Scene, item: SampleItem, outcome: str = "as_expected", reason: str = "") -> SampleLook:
    by = scene.world.reviewer
    with scope.opened(by):
        return record_look(sample_item_id=item.pk, outcome=outcome, by=by, reason=reason, at=LATER)


def test_the_draw_is_repeated_from_its_seed(scene: Scene) -> None:
    pack = in_review(scene)
    row = draw(scene, pack)
    with scope.opened(scene.world.clerk):
        green = list(RuleVerdict.objects.filter(pack=pack, outcome="pass").values_list("pk", flat=True))
        items = SampleItem.objects.filter(draw=row).order_by("position")
        assert list(items.values_list("verdict_id", flat=True)) == drawn(row.seed, green, 5)
        assert list(items.values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert (row.population, row.size, row.drawn_by_id) == (len(green), 5, scene.world.reviewer.person_id)
    assert (len(row.seed), row.drawn_at) == (32, LATER)


def test_every_draw_has_its_own_seed_and_stays(scene: Scene) -> None:
    pack = in_review(scene)
    first, second = draw(scene, pack), draw(scene, pack, 1, is_percent=True)
    assert first.seed != second.seed
    assert second.size == -(-second.population // 100)
    with scope.opened(scene.world.head):
        assert SampleDraw.objects.filter(pack=pack).count() == 2


@pytest.mark.parametrize(
    ("amount", "is_percent", "sentence"),
    [(0, False, "at least 1 item"), (101, True, "at most 100 %"), (10**6, False, "cannot be drawn out of them")],
)
def test_a_draw_of_an_impossible_size(scene: Scene, amount: int, is_percent: bool, sentence: str) -> None:
    pack = in_review(scene)
    with pytest.raises(Refused, match=sentence):
        draw(scene, pack, amount, is_percent=is_percent)


def test_all_of_them_is_a_draw_and_one_more_is_not(scene: Scene) -> None:
    pack = in_review(scene)
    every = draw(scene, pack, 100, is_percent=True)
    assert every.size == every.population
    assert draw(scene, pack, every.population).size == every.population
    with pytest.raises(Refused, match="cannot be drawn"):
        draw(scene, pack, every.population + 1)


@pytest.mark.parametrize("who", ["clerk", "cmo_qa"])
def test_the_cmo_draws_nothing(scene: Scene, who: str) -> None:
    pack = in_review(scene)
    with pytest.raises(Forbidden):
        draw(scene, pack, by=getattr(scene.world, who))


def test_a_stranger_finds_no_pack(scene: Scene) -> None:
    pack = in_review(scene)
    with pytest.raises(Pack.DoesNotExist):
        draw(scene, pack, by=scene.world.other_sponsor)


def test_nothing_is_drawn_outside_the_review(scene: Scene) -> None:
    with pytest.raises(Refused, match="not in review"):
        draw(scene, scene.submit().pack)


def test_an_item_is_looked_at_once(scene: Scene) -> None:
    row = draw(scene, in_review(scene), 2)
    with scope.opened(scene.world.reviewer):
        first, second = SampleItem.objects.filter(draw=row).order_by("position")
    seen = look(scene, first)
    assert (seen.outcome, seen.remark, seen.looked_by_id) == ("as_expected", "", scene.world.reviewer.person_id)
    with pytest.raises(Refused, match="written down already"):
        look(scene, first)
    with pytest.raises(Refused, match="Give a reason"):
        look(scene, second, "question")
    look(scene, second, "question", "Where is the balance's printout?")
    with scope.opened(scene.world.clerk):
        asked = VerdictQuestion.objects.get(verdict_id=second.verdict_id)
        assert (asked.state, asked.posts.get().text) == ("asked", "Where is the balance's printout?")
