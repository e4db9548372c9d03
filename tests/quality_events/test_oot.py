"""A result out of trend: reported by the platform once, evaluated in time, concluded with a signature."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from clocks.models import Clock
from evidence.actions.files import examine
from evidence.models import RuleVerdict, VerdictAnswer
from kernel import clock, scope
from kernel.errors import Forbidden, Refused, Stale
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import add_event_document
from quality_events.actions.interim import OOT_CLOCK
from quality_events.actions.oot import conclude_oot, evaluate_oot, report_next
from quality_events.content import signed_content
from quality_events.models import OotTrack, QualityEvent
from quality_events.presentation.oot import oot_context
from quality_events.queries.oot import oot_content, oot_of
from quality_events.states import OOT, OotState
from quality_events.tasks import report_trends
from records.content import content_hash
from records.models import Signature
from records.queries import NOT_VALID
from tests.evidence.actions.test_trends import lock, measured, propose, verdicts
from tests.evidence.scene import Scene, scene
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.signing import as_typed, change_beneath, proof
from tests.factories.walked import Shop
from tests.quality_events.reported import investigate, report
from tests.quality_events.reported import propose as propose_disposition_of
from tests.quality_events.test_investigation import PDF

__all__ = ["scene"]


def out_of_trend(scene: Scene, assay: str = "130") -> QualityEvent:
    """The event of the next lot's assay, which meets its specification and lies outside its locked limits."""
    measured(scene)
    lock(scene, propose(scene))
    verdicts(scene, assay)
    assert report_next(at=clock.now()) == 1
    with scope.opened(scene.world.head):
        return QualityEvent.objects.get(kind="oot")


def evaluate(scene: Scene, event: QualityEvent, by: Actor | None = None, **given: Any) -> OotTrack:
    by = by or scene.world.cmo_qa
    values = {"evaluation": "Balance, standard and dilution are in order.", "proof_id": None} | given
    with scope.opened(by):
        return evaluate_oot(event_id=event.pk, by=by, reason="", at=clock.now(), **values)


def conclude(scene: Scene, event: QualityEvent, verb: str, by: Actor | None = None, **given: Any) -> OotTrack:
    by, at = by or scene.world.cmo_qa, clock.now()
    with scope.opened(by):
        track = oot_of(event)
        assert track is not None
        values = {"shown_hash": content_hash(oot_content(track)), "reason": "looked at twice"} | given
        return conclude_oot(
            event_id=event.pk, verb=verb, proof=proof(by, at, track, values["shown_hash"]), by=by, at=at, **values
        )


def document_of(scene: Scene, event: QualityEvent) -> UUID:
    by = scene.world.cmo_qa
    with scope.opened(by):
        file = examine("dilution.pdf", io.BytesIO(PDF))
        return add_event_document(
            event_id=event.pk, title="Dilution record", file=file, by=by, reason="", at=clock.now()
        ).pk


def test_the_platform_reports_it_once_and_answers_the_rule(scene: Scene) -> None:
    event = out_of_trend(scene)
    assert event.classification == "minor"
    assert event.title == "Magnesium, ICP-OES of lot MG2603-200 is out of trend"
    assert report_next(at=clock.now()) == 0
    assert report_trends() == 0
    with scope.opened(scene.world.cmo_qa):
        track, running = OotTrack.objects.get(), Clock.objects.get(rule=OOT_CLOCK, subject_id=event.pk)
        verdict = RuleVerdict.objects.get(rule="R318", outcome="needs_event")
        assert VerdictAnswer.objects.get(verdict=verdict).event_id == event.pk
        assert QualityEvent.objects.count() == 1
        assert (track.state, track.value, track.limits.version) == ("evaluating", "130", 1)
        assert event.reported_by.name == "Oversight (automatic)"
    assert timedelta(days=13) <= running.due_at - running.started_at <= timedelta(days=18)  # ten business days


@pytest.mark.lot(until="completed")
def test_nobody_reports_it_by_hand(shop: Shop, lot: Lot) -> None:
    sentence = "The platform reports results out of trend itself, by locked limits (R318). Report a deviation."
    with pytest.raises(Refused) as refused:
        report(shop, lot, kind="oot", classification="minor")
    assert (refused.value.sentence, refused.value.clause) == (sentence, "R318")
    given = {
        "lots": [str(lot.pk)], "kind": "oot", "classification": "minor", "title": "Assay high", "description": "130 mg",
        "discovered_at": "2026-03-11T08:00Z",
    }  # fmt: skip
    machine = keyed(shop.world, "qa@keystone.example")
    answer = machine.post("/api/v1/events/", given, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (409, sentence)
    form = {"discovered_at": "2026-03-11T08:00", "missed": "none"}
    by_hand = browser(shop.world, "qa@keystone.example").post(f"/events/report/{lot.pk}/", given | form)
    assert by_hand.status_code in (200, 409)
    assert 'value="oot"' not in by_hand.content.decode()
    with scope.opened(shop.world.clerk):
        assert not QualityEvent.objects.exists()


def test_a_result_within_its_limits_is_no_event(scene: Scene) -> None:
    measured(scene)
    lock(scene, propose(scene))
    verdicts(scene, "127.4")
    assert report_next(at=clock.now()) == 0
    with scope.opened(scene.world.head):
        assert not QualityEvent.objects.exists()


@pytest.mark.parametrize(
    ("verb", "state", "kind"),
    [("find_normal", "normal", "oot"), ("find_shift", "shift", "deviation"), ("find_error", "laboratory", "oot")],
)
def test_evaluated_and_concluded(scene: Scene, verb: str, state: str, kind: str) -> None:
    event = out_of_trend(scene)
    evaluate(scene, event, proof_id=document_of(scene, event) if verb == "find_error" else None)
    conclude(scene, event, verb)
    with scope.opened(scene.world.head):
        event.refresh_from_db()
        track, running = OotTrack.objects.get(), Clock.objects.get(rule=OOT_CLOCK, subject_id=event.pk)
        signature = Signature.objects.get(subject_id=track.pk)
        assert signed_content(event)["oot"]["state"] == state
        assert (track.state, event.kind, running.state) == (state, kind, "met")
        assert (signature.meaning, signature.subject_kind) == ("reviewed", "oot")
        assert [row.standing for row in oot_context(event, scene.world.head)["oot_signatures"]] == [""]
    change_beneath(track, clock.now(), evaluation="Nothing was looked at.")
    with scope.opened(scene.world.head):
        assert [row.standing for row in oot_context(event, scene.world.head)["oot_signatures"]] == [NOT_VALID]


def test_what_is_not_concluded(scene: Scene) -> None:
    event = out_of_trend(scene)
    with pytest.raises(Refused, match="Write down what was looked at"):
        conclude(scene, event, "find_normal")
    with pytest.raises(Refused, match="Write down what was looked at"):
        evaluate(scene, event, evaluation=" ")
    evaluate(scene, event)
    with pytest.raises(Refused, match="needs its proof"):
        conclude(scene, event, "find_error")
    with pytest.raises(Refused, match="Give a reason"):
        conclude(scene, event, "find_normal", reason=" ")
    with pytest.raises(Stale):
        conclude(scene, event, "find_normal", shown_hash="0" * 64)
    with pytest.raises(Forbidden):
        conclude(scene, event, "find_normal", scene.world.clerk)
    conclude(scene, event, "find_normal")
    with pytest.raises(Refused, match="is not possible"):
        conclude(scene, event, "find_shift")
    with pytest.raises(Refused, match="is not possible"):
        evaluate(scene, event)


def test_the_disposition_waits_for_the_conclusion(scene: Scene) -> None:
    event, by = out_of_trend(scene), scene.world.cmo_qa
    investigate(scene.shop, event)
    with pytest.raises(Refused, match="Conclude the result out of trend first"):
        propose_disposition_of(scene.shop, event)
    evaluate(scene, event, by)
    conclude(scene, event, "find_normal")
    assert propose_disposition_of(scene.shop, event).state == "proposed"


def test_the_database_knows_no_conclusion_without_evaluation(scene: Scene) -> None:
    event, by = out_of_trend(scene), scene.world.cmo_qa
    for broken in ({"state": "normal"}, {"state": "laboratory", "evaluation": "x", "concluded_at": clock.now()}):
        with (
            scope.opened(by),
            acting(by=by, reason="past the rules", at=clock.now()),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            OotTrack.objects.filter(event=event).update(**broken)


@pytest.mark.parametrize("state", list(OotState))
def test_each_state_lets_only_its_own_steps_through(state: OotState) -> None:
    open_steps = {"find_normal", "find_error", "find_shift"} if state == OotState.EVALUATING else set()
    assert {step.verb for step in OOT.transitions if OOT.find(state, step.verb)} == open_steps


def test_its_card_on_the_events_page(scene: Scene) -> None:
    event = out_of_trend(scene)
    client = browser(scene.world, "qa@keystone.example")
    place = f"/events/{event.pk}/"
    page = client.get(place).content.decode()
    assert "Result out of trend" in page
    assert "Conclude: shift of the process" in page
    assert "Write down what was looked at" in page  # why the conclusions wait
    client.post(f"{place}oot/", {"evaluation": "Blend was re-sampled.", "proof_id": ""})
    sign = f"{place}oot/sign/find_shift/"
    answer = client.post(sign, as_typed(client.get(sign), reason="the blend is stronger"))
    assert answer.headers["Location"] == place
    page = client.get(place).content.decode()
    assert "Shift of the process" in page
    assert client.get(sign).status_code == 404
    assert client.get(f"{place}oot/sign/nothing/").status_code == 404
