"""Pages and API of samples and questions: for both sides, never for strangers, with as many queries as ever."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evidence.models import Pack, RuleVerdict, SampleItem, VerdictQuestion
from kernel import scope
from tests.evidence.actions.test_questions import ask, reviewed
from tests.evidence.actions.test_samples import draw, in_review
from tests.evidence.scene import Scene
from tests.evidence.views.test_review import REVIEWER
from tests.factories.browsers import browser
from tests.factories.keys import keyed

CLERK, STRANGER = "clerk@keystone.example", "qa@bluemesa.example"


@pytest.fixture
def reviewer(scene: Scene) -> Client:
    return browser(scene.world, REVIEWER)


def items(scene: Scene, pack: Pack) -> list[SampleItem]:
    with scope.opened(scene.world.reviewer):
        return list(SampleItem.objects.filter(draw__pack=pack).order_by("position"))


def test_drawn_looked_at_and_shown_to_both(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    path = f"/evidence/packs/{pack.pk}/samples/"
    assert reviewer.post(path, {"amount": "2", "unit": "items"}).status_code == 302
    first, second = items(scene, pack)
    assert reviewer.get(f"/evidence/sampled/{first.pk}/look/").context["item"].state == "passed"
    for item, given in (
        (first, {"outcome": "as_expected"}),
        (second, {"outcome": "question", "reason": "Whose hand?"}),
    ):
        assert reviewer.post(f"/evidence/sampled/{item.pk}/look/", given).status_code == 302
    again = reviewer.post(f"/evidence/sampled/{first.pk}/look/", {"outcome": "as_expected"})
    assert (again.status_code, "written down already" in again.content.decode()) == (409, True)
    for client in (reviewer, browser(scene.world, CLERK)):
        page = client.get(path)
        (shown,) = page.context["draws"]
        assert (shown.to_look_at, shown.questioned, shown.wanted) == (0, 1, "2 items")
        assert shown.draw.seed in page.content.decode()
    assert browser(scene.world, CLERK).post(path, {"amount": "2", "unit": "items"}).status_code == 403


def test_too_many_is_a_sentence_on_the_form(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    answer = reviewer.post(f"/evidence/packs/{pack.pk}/samples/", {"amount": "100000", "unit": "items"})
    assert (answer.status_code, "cannot be drawn out of them" in answer.content.decode()) == (409, True)
    assert reviewer.post(f"/evidence/packs/{pack.pk}/samples/", {"amount": "0", "unit": "x"}).context["form"].errors


def test_the_thread_goes_to_and_fro(scene: Scene, reviewer: Client) -> None:
    pack, (first, _) = reviewed(scene)
    assert reviewer.get(f"/evidence/verdicts/{first.pk}/ask/").status_code == 200
    assert reviewer.post(f"/evidence/verdicts/{first.pk}/ask/", {"reason": "Why?"}).status_code == 302
    with scope.opened(scene.world.reviewer):
        path = f"/evidence/questions/{VerdictQuestion.objects.get().pk}/"
    clerk = browser(scene.world, CLERK)
    assert [step.verb for step in clerk.get(path).context["steps"]] == ["answer"]
    assert [step.verb for step in reviewer.get(path).context["steps"]] == ["settle"]
    assert reviewer.post(path, {"reason": "x", "step": "answer"}).status_code == 403
    assert clerk.post(path, {"reason": "A jam.", "step": "answer"}).status_code == 302
    assert [step.verb for step in reviewer.get(path).context["steps"]] == ["ask_again", "settle"]
    desk = reviewer.get(f"/evidence/packs/{pack.pk}/review/")
    assert "A jam." in desk.content.decode()
    assert reviewer.post(path, {"reason": "Fine.", "step": "settle"}).status_code == 302
    assert reviewer.get(path).context["steps"] == []


def test_strangers_find_nothing(scene: Scene, reviewer: Client) -> None:
    pack, (first, second) = reviewed(scene)
    question = ask(scene, first)
    draw(scene, pack, 1)
    (item,) = items(scene, pack)
    stranger = browser(scene.world, STRANGER)
    for path in (
        f"packs/{pack.pk}/samples/", f"sampled/{item.pk}/look/", f"verdicts/{second.pk}/ask/",
        f"questions/{question.pk}/",
    ):  # fmt: skip
        assert stranger.get(f"/evidence/{path}").status_code == 404, path
        assert stranger.post(f"/evidence/{path}", {"amount": "1", "unit": "items", "reason": "x"}).status_code == 404
    key = keyed(scene.world, STRANGER)
    for path in (f"packs/{pack.pk}/samples/", f"packs/{pack.pk}/questions/", f"questions/{question.pk}/"):
        assert key.get(f"/api/v1/{path}").status_code == 404, path


def test_the_same_over_the_api(scene: Scene) -> None:
    pack, (first, _) = reviewed(scene)
    reviewer, clerk, json = keyed(scene.world, REVIEWER), keyed(scene.world, CLERK), "application/json"
    made = reviewer.post(f"/api/v1/packs/{pack.pk}/samples/", {"amount": 2}, json)
    assert (made.status_code, made.json()["size"], len(made.json()["items"])) == (201, 2, 2)
    one = made.json()["items"][0]["id"]
    seen = reviewer.post(f"/api/v1/sampled/{one}/look/", {"outcome": "as_expected"}, json)
    assert (seen.status_code, seen.json()["items"][0]["look"]["outcome"]) == (201, "as_expected")
    assert clerk.get(f"/api/v1/packs/{pack.pk}/samples/").json() == [seen.json()]
    assert clerk.post(f"/api/v1/packs/{pack.pk}/samples/", {"amount": 2}, json).status_code == 403
    asked = reviewer.post(f"/api/v1/verdicts/{first.pk}/ask/", {"reason": "Why?"}, json)
    assert (asked.status_code, asked.json()["turn"]) == (201, "cmo")
    path = f"/api/v1/questions/{asked.json()['id']}/"
    for client, step, turn in (
        (clerk, "answer", "sponsor"), (reviewer, "ask-again", "cmo"), (clerk, "answer", "sponsor"),
        (reviewer, "settle", "nobody"),
    ):  # fmt: skip
        answer = client.post(f"{path}{step}/", {"reason": "Because."}, json)
        assert (answer.status_code, answer.json()["turn"]) == (200, turn)
    assert len(clerk.get(path).json()["posts"]) == 5
    assert reviewer.get(f"/api/v1/packs/{pack.pk}/questions/").json() == [reviewer.get(path).json()]


def test_as_many_queries_however_many_draws_and_questions(scene: Scene, reviewer: Client) -> None:
    pack, (first, second) = reviewed(scene)
    draw(scene, pack, 1)
    ask(scene, first)
    paths = [f"/evidence/packs/{pack.pk}/{name}/" for name in ("samples", "review")]
    before = [_queries(reviewer, path) for path in paths]
    draw(scene, pack, 20)
    ask(scene, second)
    with scope.opened(scene.world.reviewer):
        green = list(RuleVerdict.objects.filter(pack=pack, outcome="pass")[:3])
    for verdict in green:
        ask(scene, verdict)
    assert [_queries(reviewer, path) for path in paths] == before


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)
