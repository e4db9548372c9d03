"""A question on one item: asked, answered, asked again, settled; its clock; a pack that waits for it."""

from datetime import timedelta
from typing import Any

import pytest

from clocks.models import Clock, InboxItem, Notice
from evidence.actions.questions import answer_question, ask_again, ask_question, settle_question
from evidence.actions.review import return_pack
from evidence.models import Pack, QuestionPost, RuleVerdict, VerdictQuestion
from evidence.states import QUESTION, QuestionState
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from kernel.states import check_move
from parties.states import Role
from tests.evidence.actions.test_review import LATER, accept, attest, decide, exceptions_of, with_exceptions
from tests.evidence.scene import Scene, stated
from tests.evidence.test_states import SUBMITTERS, actor
from tests.factories.packs import with_row
from tests.factories.world import World

NEXT = LATER + timedelta(hours=1)


def reviewed(scene: Scene) -> tuple[Pack, list[RuleVerdict]]:
    pack = attest(scene, scene.submit(with_exceptions()).pack)
    return pack, exceptions_of(scene, pack)


def ask(scene: Scene, verdict: RuleVerdict, *, by: Actor | None = None, text: str = "Why so late?") -> VerdictQuestion:
    by = by or scene.world.reviewer
    with scope.opened(by):
        return ask_question(verdict_id=verdict.pk, by=by, reason=text, at=LATER)


def go_on(act: Any, question: VerdictQuestion, by: Actor, text: str = "The printer was down.") -> VerdictQuestion:
    with scope.opened(by):
        found: VerdictQuestion = act(question_id=question.pk, by=by, reason=text, at=NEXT)
        return found


def running(scene: Scene, question: VerdictQuestion) -> Clock | None:
    with scope.opened(scene.world.reviewer):
        return Clock.objects.filter(rule="evidence.question", subject_id=question.pk, ended_at=None).first()


def inbox(scene: Scene, who: Actor, question: VerdictQuestion) -> list[str]:
    with scope.opened(who):
        items = InboxItem.objects.filter(done_at=None, organisation_id=who.organisation_id)
        return list(items.filter(url=f"/evidence/questions/{question.pk}/").values_list("title", flat=True))


def test_asked_the_cmo_owes_an_answer_under_a_clock(scene: Scene) -> None:
    world, (_, (first, _)) = scene.world, reviewed(scene)
    question = ask(scene, first)
    clock = running(scene, question)
    assert clock is not None
    assert (clock.owner_id, clock.amount, clock.unit) == (world.keystone.pk, 2, "business_days")
    assert clock.clause == "house rule: 2 business days, the agreement names none"
    title = "Answer the question on R110 of lot MG2603-114, pack v1"
    assert inbox(scene, world.clerk, question) == [title]
    assert inbox(scene, world.reviewer, question) == []


def test_programs_hear_of_each_question_and_answer(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr("workspace.announcements.announce", lambda **given: heard.append(given))
    pack, (first, _) = reviewed(scene)
    question = ask(scene, first)
    go_on(answer_question, question, scene.world.clerk)
    go_on(ask_again, question, scene.world.reviewer)
    found = [given for given in heard if given["topic"].startswith("question.")]
    assert [given["topic"] for given in found] == ["question.asked", "question.answered", "question.asked"]
    assert found[0]["data"] == {"lot": str(pack.lot_id), "pack": str(pack.pk), "question": str(question.pk)}


def test_answered_the_sponsor_reads_and_accepting_settles_it(scene: Scene) -> None:
    world, (_, (first, _)) = scene.world, reviewed(scene)
    question = ask(scene, first)
    assert go_on(answer_question, question, world.clerk).state == "answered"
    assert running(scene, question) is None
    assert inbox(scene, world.clerk, question) == []
    assert inbox(scene, world.reviewer, question) == ["Read the answer on R110 of lot MG2603-114, pack v1"]
    with scope.opened(world.head):
        said = QuestionPost.objects.filter(question=question).order_by("said_at")
        assert list(said.values_list("side", "text")) == [
            ("sponsor", "Why so late?"),
            ("cmo", "The printer was down."),
        ]
    decide(scene, first)
    with scope.opened(world.reviewer):
        assert VerdictQuestion.objects.get(pk=question.pk).state == "settled"
    assert inbox(scene, world.reviewer, question) == []


def test_asked_again_the_clock_runs_anew(scene: Scene) -> None:
    world, (_, (first, _)) = scene.world, reviewed(scene)
    question = ask(scene, first)
    go_on(answer_question, question, world.cmo_qa)
    assert go_on(ask_again, question, world.reviewer, "Which printer?").state == "asked"
    clock = running(scene, question)
    assert clock is not None
    assert clock.started_at == NEXT
    assert inbox(scene, world.reviewer, question) == []
    assert go_on(settle_question, question, world.reviewer, "Found it myself.").state == "settled"
    assert running(scene, question) is None
    assert inbox(scene, world.clerk, question) == []


def test_a_pack_with_an_open_question_is_not_accepted(scene: Scene) -> None:
    pack, (first, second) = reviewed(scene)
    with scope.opened(scene.world.reviewer):
        passed = RuleVerdict.objects.filter(pack=pack, outcome="pass").earliest("pk")
    question = ask(scene, passed)
    decide(scene, first)
    decide(scene, second)
    with pytest.raises(Refused, match="1 question to the CMO still open"):
        accept(scene, pack)
    go_on(answer_question, question, scene.world.clerk)
    with pytest.raises(Refused, match="1 question to the CMO still open"):
        accept(scene, pack)
    go_on(settle_question, question, scene.world.reviewer, "Explained.")
    assert accept(scene, pack).state == "accepted"


def test_an_exception_is_not_accepted_while_its_answer_is_owed(scene: Scene) -> None:
    _, (first, second) = reviewed(scene)
    ask(scene, first)
    with pytest.raises(Refused, match="The CMO has not answered your question on this item yet"):
        decide(scene, first)
    decide(scene, second)


def test_one_open_question_an_item(scene: Scene) -> None:
    _, (first, _) = reviewed(scene)
    question = ask(scene, first)
    with pytest.raises(Refused, match="open already"):
        ask(scene, first)
    go_on(settle_question, question, scene.world.reviewer)
    assert ask(scene, first).pk != question.pk


@pytest.mark.parametrize("after", ["returned", "replaced"])
def test_questions_go_back_with_the_pack(scene: Scene, after: str) -> None:
    pack, (first, second) = reviewed(scene)
    asked, answered = ask(scene, first), ask(scene, second)
    go_on(answer_question, answered, scene.world.clerk)
    by = scene.world.reviewer
    if after == "returned":
        with scope.opened(by):
            return_pack(pack_id=pack.pk, by=by, reason="See the questions", at=NEXT)
    else:
        scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.09"), reason="new", at=NEXT)
    with scope.opened(by):
        assert set(VerdictQuestion.objects.filter(pack=pack).values_list("state", flat=True)) == {"lapsed"}
    assert running(scene, asked) is None
    assert inbox(scene, by, answered) == inbox(scene, scene.world.clerk, asked) == []


def test_nobody_asks_outside_the_review_or_without_words(scene: Scene) -> None:
    pack = scene.submit(with_exceptions()).pack
    first = exceptions_of(scene, pack)[0]
    with pytest.raises(Refused, match="not in review"):
        ask(scene, first)
    attest(scene, pack)
    with pytest.raises(Refused, match="Give a reason"):
        ask(scene, first, text=" ")
    question = ask(scene, first)
    with pytest.raises(Refused, match="Give a reason"):
        go_on(answer_question, question, scene.world.clerk, " ")


def test_strangers_and_the_wrong_side(scene: Scene) -> None:
    world, (_, (first, second)) = scene.world, reviewed(scene)
    question = ask(scene, first)
    with pytest.raises(Forbidden):
        ask(scene, second, by=world.clerk)
    with pytest.raises(RuleVerdict.DoesNotExist):
        ask(scene, second, by=world.other_sponsor)
    with pytest.raises(VerdictQuestion.DoesNotExist):
        go_on(answer_question, question, world.other_sponsor)
    with pytest.raises(Forbidden):
        go_on(answer_question, question, world.reviewer)
    for act in (settle_question, ask_again):
        with pytest.raises((Forbidden, Refused)):
            go_on(act, question, world.clerk)


REVIEWERS = {Role.SQA, Role.SQH}
MAY = {"answer": SUBMITTERS, "ask_again": REVIEWERS, "settle": REVIEWERS, "lapse": set()}
WAYS = {
    ("asked", "answer"): "answered",
    ("answered", "ask_again"): "asked",
    ("asked", "settle"): "settled",
    ("answered", "settle"): "settled",
    ("asked", "lapse"): "lapsed",
    ("answered", "lapse"): "lapsed",
}


def test_each_state_verb_and_role(world: World) -> None:
    """4 states × 4 verbs × 13 roles."""
    assert QUESTION.verbs() == set(MAY)
    row = VerdictQuestion(partnership=world.alder_keystone, sponsor=world.alder)
    found = {}
    for state in QuestionState:
        row.state = state
        for verb in MAY:
            for role in Role:
                found[(str(state), verb, role)] = _outcome(row, verb, actor(world, role))
    assert found == {
        (str(state), verb, role): "wrong-state"
        if (state, verb) not in WAYS
        else WAYS[(state, verb)]
        if role in MAY[verb]
        else "forbidden"
        for state in QuestionState
        for verb in MAY
        for role in Role
    }


def _outcome(row: VerdictQuestion, verb: str, by: Actor) -> str:
    try:
        return str(check_move(row, verb, by=by).target)
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.code


def test_each_thing_said_is_told_once_to_the_other_side(scene: Scene) -> None:
    world, (_, (first, _)) = scene.world, reviewed(scene)
    question = ask(scene, first)
    go_on(answer_question, question, world.clerk)
    go_on(ask_again, question, world.reviewer, "Which printer?")
    go_on(answer_question, question, world.clerk, "That of line 2.")
    with scope.opened(world.clerk):
        told = Notice.objects.filter(key__startswith=f"question/{question.pk}/").order_by("key", "recipient__email")
        assert list(told.values_list("subject_line", "recipient__email")) == [
            (f"{words} on R110 of lot MG2603-114, pack v1", email)
            for words, email in [
                ("Answer the question", "clerk@keystone.example"), ("Answer the question", "qa@keystone.example"),
                ("Read the answer", "qa@alderpine.example"),
            ] * 2
        ]  # fmt: skip
