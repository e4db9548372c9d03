"""Exercises: the same way, timed for both companies, scored and signed; nothing is held and nobody is written to."""

from typing import Any

import pytest

from kernel import scope
from kernel.errors import Refused
from lots.models import Hold, LotGate
from performance.queries import scorecards
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.traceability import recalled
from tests.traceability.recalled import act, opened, shipped_lot, sign
from tests.workspace.visiting import visitor
from traceability.actions import recalls as actions
from traceability.models import Recall
from traceability.recalling.sampling import draw


def test_a_surprise_from_the_draw_to_the_score(world: World, shop: Shop, mailoutbox: list[Any]) -> None:
    lot = shipped_lot(shop)
    qa = visitor(world.reviewer)
    url = qa.post("/recalls/surprise/", {"partnership": str(world.alder_keystone.pk)}).headers["location"]
    with scope.opened(world.reviewer):
        recall = Recall.objects.get()
    assert (recall.kind, recall.number, recall.draw["drawn"], recall.draw["candidates"]) == (
        "surprise",
        "MR-1",
        "KB-1",
        1,
    )
    again = draw([str(lot.pk)], 1, recall.draw["seed"])
    assert (again.list_hash, again.drawn) == (recall.draw["list_hash"], (str(lot.pk),))
    with pytest.raises(Refused, match="exercise"):
        recalled.walk(world, recall, "evaluated")
    for step in ("rehearse", "list_contacts"):
        assert qa.post(f"{url}move/{step}/").status_code == 302
    act(world.cmo_qa, actions.answer_part, recall_id=recall.pk, located={"KB-1": recalled.LEFT}, remark="Cage 4")
    ended = sign(world.head, recall, actions.terminate, "terminate")
    assert ended.score["has_passed"] is True, ended.score
    assert (ended.score["located"], ended.score["missed"], ended.score["both_directions"]) == ("1.0000", [], True)
    assert ended.score["cmo_minutes"] is not None
    assert mailoutbox == []
    with scope.opened(world.clerk):
        assert not Hold.objects.exists()
        assert LotGate.objects.get(lot=lot).ok
    with scope.opened(world.reviewer):
        (card,) = scorecards(recalled.now())
    (ready,) = [measure for measure in card.measures if measure.code == "K12"]
    assert (ready.numerator, ready.denominator) == (1, 1)
    assert ready.note.startswith("MR-1: scope in 0.")
    assert "100.0 % of the quantity located" in ready.note
    page = visitor(world.cmo_qa).get(url).content.decode()
    assert "Passed." in page
    assert recall.draw["seed"] in page


def test_who_does_not_answer_fails_the_exercise(world: World, shop: Shop) -> None:
    shipped_lot(shop)
    (recall,) = opened(world.reviewer, kind="planned")
    act(world.reviewer, actions.lock_scope, recall_id=recall.pk)
    act(world.reviewer, actions.send_notices, recall_id=recall.pk)
    score = sign(world.head, recall, actions.terminate, "terminate").score
    assert score["has_passed"] is False
    assert [words.split(",")[0] for words in score["missed"]] == [
        "the contract manufacturer has not answered", "24.28 % of the quantity was located"
    ]  # fmt: skip


def test_nothing_to_draw(world: World, shop: Shop) -> None:
    with pytest.raises(Refused, match="nothing to draw"):
        act(world.reviewer, actions.call_surprise, partnership_id=world.alder_keystone.pk)
