"""The class of an event: where it begins, its floor, raised at once, lowered with the sponsor's signatures."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clocks.models import InboxItem
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from lots.models import Hold, Lot
from quality_events import classes
from quality_events.actions import classify_event, consent_to_class, refuse_class
from quality_events.content import class_change_content
from quality_events.models import ClassChange, QualityEvent
from quality_events.rules import check_class
from quality_events.states import Classification, EventKind, Missed
from records.content import content_hash
from records.models import Signature
from tests.factories.keys import keyed
from tests.factories.signing import as_typed, proof
from tests.factories.walked import Shop
from tests.factories.world import make_member
from tests.quality_events.reported import NOON, investigate, propose, report
from tests.workspace.visiting import visitor

pytestmark = pytest.mark.lot(until="released")
MINOR, MAJOR, CRITICAL = Classification.MINOR, Classification.MAJOR, Classification.CRITICAL


@pytest.mark.parametrize("kind", EventKind.values)
@pytest.mark.parametrize("missed", Missed.values)
@pytest.mark.parametrize("given", Classification.values)
def test_no_event_is_reported_below_its_class(kind: str, missed: str, given: str) -> None:
    order = [MINOR, MAJOR, CRITICAL]
    least = max(order.index(classes.STARTS[kind]), order.index(classes.FLOORS[missed]))
    if order.index(Classification(given)) >= least:
        check_class(kind, missed, given)
    else:
        with pytest.raises(Refused, match=rf"is reported as {order[least].label.lower()} at least\. The sponsor may"):
            check_class(kind, missed, given)


def test_the_refusal_names_what_decides() -> None:
    with pytest.raises(Refused) as refused:
        check_class("label", "none", "major")
    assert refused.value.sentence.startswith("Label incident is reported as critical at least.")
    with pytest.raises(Refused) as refused:
        check_class("deviation", "identity", "major")
    assert refused.value.sentence.startswith("Deviation with an identity specification missed is reported as critical")


def test_who_consents_to_less() -> None:
    anna, bert, bert_for_anna, cleo = {(a := new_id())}, {(b := new_id())}, {a, b}, {new_id()}
    assert classes.is_granted("deviation", [(anna, "SQH")]) is True
    assert classes.is_granted("deviation", [(bert_for_anna, "SQH")]) is True
    assert classes.is_granted("deviation", [(anna, "SLB")]) is False
    assert classes.is_granted("label", [(anna, "SQA")]) is False
    assert classes.is_granted("label", [(anna, "SQA"), (bert, "SLB")]) is True
    assert classes.is_granted("label", [(anna, "SQA"), (anna, "SLB")]) is False
    assert classes.is_granted("label", [(anna, "SQA"), (bert_for_anna, "SLB")]) is False
    assert classes.is_granted("label", [(bert, "SQA"), (bert_for_anna, "SLB")]) is False
    assert classes.is_granted("label", [(anna, "SQA"), (bert_for_anna, "SLB"), (cleo, "SLB")]) is True
    assert classes.is_granted("label", []) is False


def classify(by: Actor, event: QualityEvent, wanted: str, reason: str = "seen again") -> QualityEvent:
    with scope.opened(by):
        return classify_event(event_id=event.pk, classification=wanted, by=by, reason=reason, at=NOON)


def consent(by: Actor, event: QualityEvent) -> QualityEvent:
    with scope.opened(by):
        asked = ClassChange.objects.get(event=event, is_granted=None)
        shown = content_hash(class_change_content(asked))
        return consent_to_class(
            event_id=event.pk, proof=proof(by, NOON, asked, shown), shown_hash=shown, by=by, reason="agreed", at=NOON
        )


@pytest.mark.lot(until="released", lots=2, contained=True)
def test_a_graver_event_reaches_further_at_once(shop: Shop, lots: list[Lot]) -> None:
    event = report(shop, lots[0], classification="minor")
    assert event.needs_sponsor is False
    raised = classify(shop.world.cmo_qa, event, "major")
    assert (raised.classification, raised.needs_sponsor) == ("major", True)
    with scope.opened(shop.world.reviewer):
        held = Hold.objects.filter(event_id=event.pk).values_list("lot_id", flat=True)
        assert set(held) == {lots[0].pk, lots[1].pk}
        assert InboxItem.objects.filter(title__startswith="Interim report on DEV-1 (major)", done_at=None).count() == 1
    assert classify(shop.world.reviewer, event, "critical").classification == "critical"


def test_less_grave_needs_the_sponsors_signature(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    assert classify(shop.world.cmo_qa, event, "minor").classification == "major"
    with scope.opened(shop.world.reviewer):
        assert InboxItem.objects.get(title__startswith="Consent to minor for DEV-1").roles == ["SQA", "SQH"]
    with pytest.raises(Refused, match=r"^A lower class of DEV-1 waits for the sponsor already\.$"):
        classify(shop.world.cmo_qa, event, "minor")
    with pytest.raises(Forbidden):
        consent(shop.world.cmo_qa, event)
    lowered = consent(shop.world.reviewer, event)
    assert (lowered.classification, lowered.needs_sponsor) == ("minor", False)
    with scope.opened(shop.world.reviewer):
        asked = ClassChange.objects.get(event=event)
        assert (asked.is_granted, asked.decided_by_id) == (True, shop.world.reviewer.person_id)
        assert Signature.objects.get(subject_id=asked.pk).meaning == "approved"


def test_a_label_incident_is_lowered_by_quality_and_labels_together(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, kind="label", classification="critical")
    classify(shop.world.cmo_qa, event, "major")
    assert consent(shop.world.reviewer, event).classification == "critical"
    labels = make_member(shop.world.alder, "labels@alderpine.example", "Tomas Lind", ["SLB"])
    assert consent(labels, event).classification == "major"
    with scope.opened(labels):
        asked = ClassChange.objects.get(event=event)
        assert sorted(Signature.objects.filter(subject_id=asked.pk).values_list("role", flat=True)) == ["SLB", "SQA"]


def test_the_sponsor_may_refuse_and_says_why(shop: Shop, lot: Lot) -> None:
    event, by = report(shop, lot), shop.world.reviewer
    classify(shop.world.cmo_qa, event, "minor")
    with scope.opened(by):
        with pytest.raises(Refused, match=r"^Give a reason\.$"):
            refuse_class(event_id=event.pk, by=by, reason=" ", at=NOON)
        assert refuse_class(event_id=event.pk, by=by, reason="bottles are out", at=NOON).classification == "major"
        asked = ClassChange.objects.get(event=event)
        assert (asked.is_granted, asked.answer) == (False, "bottles are out")
        assert InboxItem.objects.filter(key=f"class/{asked.pk}", done_at=None).count() == 0


def test_what_may_not_be_asked(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, kind="oos", missed="specification")
    for wanted, sentence in (
        ("major", "DEV-1 is major already."),
        ("minor", "DEV-1 stays major at least: a specification missed."),
    ):
        with pytest.raises(Refused) as refused:
            classify(shop.world.cmo_qa, event, wanted)
        assert refused.value.sentence == sentence
    with pytest.raises(Refused, match=r"^Give a reason\.$"):
        classify(shop.world.cmo_qa, event, "critical", reason="")
    with pytest.raises(Forbidden, match=r"^Your role does not allow you to classify an event\.$"):
        classify(shop.world.clerk, event, "critical")
    with pytest.raises(Forbidden, match=r"asked for by the CMO"):
        classify(shop.world.reviewer, event, "minor")


def test_a_graver_finding_answers_what_was_asked(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    classify(shop.world.cmo_qa, event, "minor")
    classify(shop.world.cmo_qa, event, "critical")
    with scope.opened(shop.world.cmo_qa):
        asked = ClassChange.objects.get(event=event)
        assert (asked.is_granted, asked.answer) == (False, "The event was found graver.")


def test_a_missed_identity_found_later_makes_it_critical(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, classification="minor")
    found = investigate(shop, event, missed="identity", disposition="reject")
    assert (found.classification, found.needs_sponsor, found.missed) == ("critical", True, "identity")


def test_the_class_is_fixed_with_the_proposal(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    with pytest.raises(Refused, match=r"its investigation is fixed\.$"):
        classify(shop.world.cmo_qa, event, "critical")


def test_the_database_keeps_one_open_request_and_whole_answers(shop: Shop, lot: Lot) -> None:
    event, by = report(shop, lot), shop.world.cmo_qa
    classify(by, event, "minor")
    changes: list[dict[str, Any]] = [{"pk": new_id()}, {"is_granted": True}]
    for change in changes:
        with scope.opened(by):
            asked = ClassChange.objects.get(event=event)
            for name, value in change.items():
                setattr(asked, name, value)
            with pytest.raises(IntegrityError), transaction.atomic(), acting(by=by, reason="x", at=NOON):
                asked.save(force_insert="pk" in change)


def test_on_the_pages_and_over_the_api(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    quality, reviewer = visitor(shop.world.cmo_qa), visitor(shop.world.reviewer)
    address = f"/events/{event.pk}/class/"
    assert reviewer.get(f"{address}consent/").status_code == 404
    assert quality.post(address, {"classification": "minor", "reason": "none left"}).status_code == 302
    assert "A lower class is asked for" in reviewer.get(f"/events/{event.pk}/").content.decode()
    page = reviewer.get(f"{address}consent/")
    given = as_typed(page)
    assert reviewer.post(f"{address}consent/", {**given, "password": "wrong"}).status_code == 409
    assert visitor(shop.world.other_sponsor).get(f"{address}consent/").status_code == 404
    assert reviewer.post(f"{address}keep/", {"reason": "bottles are out"}).status_code == 302
    client = keyed(shop.world, "qa@keystone.example")
    body = {"classification": "critical", "reason": "health hazard"}
    answer = client.post(f"/api/v1/events/{event.pk}/class/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["classification"]) == (200, "critical")
