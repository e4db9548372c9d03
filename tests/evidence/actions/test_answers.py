"""A quality event answers a finding: the pack becomes complete, and a later version keeps the answer."""

from datetime import timedelta

import pytest

from evidence.models import Pack, RuleVerdict, VerdictAnswer
from evidence.pack.format import Pack as StatedPack
from evidence.queries import gaps
from kernel import scope
from kernel.errors import Refused
from lots.models import Lot
from quality_events.actions import cancel_event, report_event
from quality_events.models import QualityEvent
from tests.evidence.scene import SUBMITTED, Scene, stated
from tests.factories.packs import with_fields, with_row


def out_of_specification() -> StatedPack:
    return with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.62")


def report(scene: Scene, pack: Pack, *, answers: list[int] | None = None) -> QualityEvent:
    by = scene.world.clerk
    with scope.opened(by):
        wanting = list(gaps([pack.pk]).values_list("pk", flat=True)) if answers is None else answers
        return report_event(
            lot_ids=[scene.lot.pk], kind="oos", classification="major", title="Lead above the limit",
            description="0.62 ppm against 0.5 ppm.", missed="specification", discovered_at=SUBMITTED,
            answers=wanting, by=by, reason="", at=SUBMITTED + timedelta(hours=1),
        )  # fmt: skip


def test_the_answered_pack_becomes_complete(scene: Scene) -> None:
    pack = scene.submit(out_of_specification()).pack
    assert pack.state == "incomplete"
    event = report(scene, pack)
    assert scene.reloaded(pack).state == "complete"
    with scope.opened(scene.world.clerk):
        answer = VerdictAnswer.objects.get(verdict__pack=pack)
        assert (answer.event_id, answer.event_number) == (event.pk, event.number)
        assert not gaps([pack.pk]).exists()


def test_an_event_that_answers_nothing_completes_nothing(scene: Scene) -> None:
    pack = scene.submit(out_of_specification()).pack
    report(scene, pack, answers=[])
    assert scene.reloaded(pack).state == "incomplete"


def test_a_failed_rule_is_not_answered_by_an_event(scene: Scene) -> None:
    pack = scene.submit(with_row(stated(), "laboratory.results", {"test": "LEAD"}, analyst=None)).pack
    report(scene, pack)
    assert scene.reloaded(pack).state == "incomplete"
    with scope.opened(scene.world.clerk):
        assert not VerdictAnswer.objects.exists()


def test_a_verdict_of_another_lot_is_passed_over(scene: Scene) -> None:
    pack = scene.submit(out_of_specification()).pack
    other = Scene(scene.shop, "MG2603-115")
    with scope.opened(scene.world.clerk):
        foreign = list(RuleVerdict.objects.filter(pack=pack, outcome="needs_event").values_list("pk", flat=True))
        by = scene.world.clerk
        report_event(
            lot_ids=[other.lot.pk], kind="oos", classification="major", title="Other", description="Other lot",
            missed="none", discovered_at=SUBMITTED, answers=foreign, by=by, reason="", at=SUBMITTED,
        )  # fmt: skip
        assert not VerdictAnswer.objects.exists()
    assert scene.reloaded(pack).state == "incomplete"


def test_the_same_figures_are_answered_in_the_next_version(scene: Scene) -> None:
    first = scene.submit(out_of_specification()).pack
    event = report(scene, first)
    listed = with_fields(out_of_specification(), "quality_events.statement", has_events=True)
    listed = listed.model_copy(
        update={
            "quality_events": listed.quality_events.model_validate(
                listed.quality_events.model_dump(mode="json")
                | {"events": [{"number": event.number, "kind": "out of specification", "grade": "major"}]}
            )
        }
    )
    second = scene.submit(listed, reason="event listed").pack
    with scope.opened(scene.world.clerk):
        assert VerdictAnswer.objects.get(verdict__pack=second).event_number == event.number
        assert not gaps([second.pk]).filter(rule="R305").exists()


def test_other_figures_are_a_new_finding(scene: Scene) -> None:
    report(scene, scene.submit(out_of_specification()).pack)
    worse = with_row(stated(), "laboratory.results", {"test": "LEAD"}, value="0.71")
    second = scene.submit(worse, reason="retyped").pack
    with scope.opened(scene.world.clerk):
        assert not VerdictAnswer.objects.filter(verdict__pack=second).exists()
        assert gaps([second.pk]).filter(rule="R305").count() == 1


def test_an_event_that_a_pack_rests_on_cannot_be_cancelled(scene: Scene) -> None:
    event = report(scene, scene.submit(out_of_specification()).pack)
    with scope.opened(scene.world.head), pytest.raises(Refused, match="answers 1 finding of an evidence pack"):
        cancel_event(event_id=event.pk, by=scene.world.head, reason="mistake", at=SUBMITTED + timedelta(hours=2))
    scene.submit(stated(), reason="retest conforms")
    with scope.opened(scene.world.head):
        at = SUBMITTED + timedelta(hours=3)
        assert cancel_event(event_id=event.pk, by=scene.world.head, reason="mistake", at=at).state == "cancelled"


def test_a_cancelled_event_answers_nothing_any_more(scene: Scene) -> None:
    event = report(scene, scene.submit(out_of_specification()).pack)
    scene.submit(stated(), reason="retest conforms")
    with scope.opened(scene.world.head):
        at = SUBMITTED + timedelta(hours=3)
        cancel_event(event_id=event.pk, by=scene.world.head, reason="mistake", at=at)
    third = scene.submit(with_fields(out_of_specification(), "header", submitter_name="Again"), reason="again").pack
    assert third.state == "incomplete"


def test_an_event_is_never_reported_on_fewer_lots_in_silence(scene: Scene) -> None:
    with scope.opened(scene.world.clerk), pytest.raises(Lot.DoesNotExist):
        report_event(
            lot_ids=[scene.lot.pk, scene.world.alder.pk], kind="oos", classification="major", title="Two",
            description="One of them nobody knows", missed="none", discovered_at=SUBMITTED, by=scene.world.clerk,
            reason="", at=SUBMITTED,
        )  # fmt: skip
