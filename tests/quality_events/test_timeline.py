"""The event's page tells everything in the order of time, in a constant number of statements."""

import io
from datetime import timedelta

import pytest

from clocks.models import Clock, ClockPause, Notice, NoticeReceipt, OutboxMessage
from clocks.queries import proof_of
from evidence.actions.files import examine
from kernel import scope
from kernel.history import acting
from lots.models import Lot
from quality_events.actions import (
    add_event_document,
    classify_event,
    name_informant,
    question_event,
    record_oos,
    refuse_class,
    report_interim,
    withdraw_informant,
)
from quality_events.actions.interim import FINAL_CLOCK
from quality_events.models import Informant, QualityEvent
from quality_events.presentation.events import lots_hit, told_about
from quality_events.presentation.timeline import Entry, timeline_of
from tests.factories.walked import Shop
from tests.quality_events.corrected import proposed as corrected
from tests.quality_events.reported import NOON, approve, close, investigate, propose, report
from tests.quality_events.test_investigation import PDF, act
from tests.quality_events.test_labels import GONE, certify_destruction, classify_label, document
from tests.quality_events.test_reopening import reopen
from tests.quality_events.test_scope import HELD, agree, decide
from tests.workspace.visiting import asked, visitor

RELEASED = pytest.mark.lot(until="released")
HOUR = timedelta(hours=1)
OOS = {"test": "LEAD", "value": "0.62", "analyst": "K. Tobin", "laboratory": "Summit Labs", "tested_at": NOON}


def timeline(shop: Shop, event: QualityEvent) -> list[Entry]:
    with scope.opened(shop.world.clerk):
        found = QualityEvent.objects.get(pk=event.pk)
        return timeline_of(found, list(lots_hit(found)), proof_of(*told_about(found)))


def titles(found: list[Entry]) -> list[str]:
    return [entry.title for entry in found]


@HELD
def test_steps_holds_lots_signatures_and_the_second_round(shop: Shop, lots: list[Lot]) -> None:
    event = investigate(shop, report(shop, lots[0]))
    decide(shop, event, [lots[1]], "excluded", "other roll")
    agree(shop, event, [lots[1]])
    decide(shop, event, [lots[2]], "included", "same fault")
    propose(shop, event)
    act(shop.world.reviewer, question_event, event_id=event.pk, reason="Which scale?")
    propose(shop, event)
    approve(shop, event)
    close(shop, event)
    reopen(shop, event)
    found = timeline(shop, event)
    assert [entry.at for entry in found] == sorted(entry.at for entry in found)
    said = titles(found)
    assert [title for title in said if title in ("Reported", "Returned to the CMO", "Closed", "Reopened")] == [
        "Reported", "Returned to the CMO", "Closed", "Reopened",
    ]  # fmt: skip
    assert said.count("Lot KB-3 held for Keystone Blending Co.") == 2  # at the report, and when it was reopened
    assert said.count("Hold on lot KB-3 lifted") == 1
    assert {"Hold on lot KB-2 lifted", "Lot KB-2: not affected", "Lot KB-3: affected"} <= set(said)
    assert "Lot KB-2: the sponsor agrees to letting it go" in said
    signed = [(entry.title, entry.by) for entry in found if entry.title.startswith("Signed, ")]
    assert [title.split(":")[0] for title, _ in signed] == [
        "Signed, authored", "Signed, authored", "Signed, approved", "Signed, reviewed",
    ]  # fmt: skip
    (returned,) = [entry for entry in found if entry.title == "Returned to the CMO"]
    assert (returned.reason, returned.by) == ("Which scale?", shop.world.people["qa@alderpine.example"].name)


@RELEASED
def test_clocks_start_pause_pass_and_end(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    by = shop.world.reviewer
    with scope.opened(by), acting(by=by, reason="paused", at=NOON):
        clock = Clock.objects.get(rule=FINAL_CLOCK, subject_id=event.pk)
        ClockPause.objects.create(
            partnership_id=clock.partnership_id, sponsor_id=clock.sponsor_id, clock=clock, begins_at=NOON + HOUR,
            until=NOON + 9 * HOUR, ended_at=NOON + 2 * HOUR, reason="Retained samples travel",
            granted_by_id=by.person_id, organisation_id=by.company_id,
        )  # fmt: skip
    said = {entry.title: entry for entry in timeline(shop, event)}
    started = said[f"Clock started: {clock.title}"]
    assert (started.by, started.url) == ("Keystone Blending Co.", f"/clocks/{clock.pk}/")
    assert said[f"Clock paused: {clock.title}"].reason == "Retained samples travel"
    assert said[f"Pause ended: {clock.title}"].at == NOON + 2 * HOUR
    assert f"Overdue: {clock.title}" not in said
    propose(shop, investigate(shop, event))
    assert f"Met in time: {clock.title}" in titles(timeline(shop, event))


@RELEASED
@pytest.mark.parametrize(
    ("state", "hours", "overdue", "ended"),
    [("breached", None, True, None), ("met_late", 3, True, "Met late"), ("cancelled", 3, True, "Cancelled"),
     ("cancelled", -3, False, "Cancelled"), ("running", None, False, None)],
)  # fmt: skip
def test_a_deadline_that_passed_is_told(
    shop: Shop, lot: Lot, state: str, hours: int | None, overdue: bool, ended: str | None
) -> None:
    event = report(shop, lot)
    with scope.opened(shop.world.reviewer), acting(by=shop.world.reviewer, reason="x", at=NOON):
        clock = Clock.objects.get(rule=FINAL_CLOCK, subject_id=event.pk)
        at = None if hours is None else clock.due_at + hours * HOUR
        if state != "running":
            Clock.objects.filter(pk=clock.pk).update(state=state, ended_at=at)
    said = titles(timeline(shop, event))
    assert (f"Overdue: {clock.title}" in said) is overdue
    assert (f"{ended}: {clock.title}" in said) is (ended is not None)


@RELEASED
def test_notices_are_sent_delivered_given_up_and_read(shop: Shop, lot: Lot) -> None:
    event, by = report(shop, lot), shop.world.reviewer
    with scope.opened(by), acting(by=by, reason="x", at=NOON):
        first, second = Notice.objects.filter(key=f"event/{event.pk}/reported").order_by("recipient__name")
        OutboxMessage.objects.filter(pk=first.pk).update(sent_at=NOON + HOUR)
        OutboxMessage.objects.filter(pk=second.pk).update(dead_at=NOON + HOUR)
        NoticeReceipt.objects.create(
            partnership_id=first.partnership_id, sponsor_id=first.sponsor_id, notice=first, read_at=NOON + 2 * HOUR
        )
        names = first.recipient.name, second.recipient.name
    said = titles(timeline(shop, event))
    for title in (
        f"Notice to {names[0]}", f"Notice to {names[1]}", f"Mail to {names[0]} delivered to the mail server",
        f"Mail to {names[1]} given up", f"Read by {names[0]}",
    ):  # fmt: skip
        assert title in said
    assert f"Read by {names[1]}" not in said


@RELEASED
def test_papers_people_results_and_corrective_actions(shop: Shop, lot: Lot) -> None:
    event, by = report(shop, lot, kind="oos"), shop.world.cmo_qa
    given = {"event_id": event.pk}
    act(by, record_oos, **OOS, **given)
    act(by, add_event_document, file=examine("print.pdf", io.BytesIO(PDF)), title="Balance print", **given)
    act(by, report_interim, text="Known so far", **given)
    act(by, name_informant, person_id=shop.world.clerk.person_id, told="Hopper empty.", **given)
    with scope.opened(by):
        key = Informant.objects.get(event=event).pk
    act(by, withdraw_informant, informant_id=key, reason="another event")
    act(by, classify_event, classification="critical", reason="graver", **given)
    capa = corrected(shop, event)
    said = {entry.title: entry for entry in timeline(shop, event)}
    assert said["Document added: Balance print"].url.startswith("/evidence/files/")
    assert said["Interim report"].reason == "Known so far"
    clerk = shop.world.people["clerk@keystone.example"].name
    assert said[f"Told by {clerk}"].reason == "Hopper empty."
    assert said[f"Withdrawn: told by {clerk}"].reason == "another event"
    assert said["Class: critical"].reason == "graver"
    assert said[f"Corrective action proposed: {capa.number} {capa.title}"].url == f"/events/capa/{capa.pk}/"
    (result,) = [entry for entry in said.values() if entry.title.startswith("Initial result of ")]
    assert (result.title.split(": ")[1], result.reason) == ("0.62 ppm", "K. Tobin, Summit Labs")


@RELEASED
def test_a_refused_class_and_destroyed_labels(shop: Shop, lot: Lot) -> None:
    by = shop.world.cmo_qa
    event = report(shop, lot, kind="label", classification="critical")
    act(by, classify_event, event_id=event.pk, classification="major", reason="three bottles")
    act(shop.world.head, refuse_class, event_id=event.pk, reason="on the market")
    act(by, classify_label, event_id=event.pk, fault="artwork")
    paper = document(shop, event)
    act(by, certify_destruction, event_id=event.pk, certificate_id=paper.pk, **GONE)
    said = {entry.title: entry for entry in timeline(shop, event)}
    assert said["Lower class asked for: major"].reason == "three bottles"
    assert said["Lower class refused: major"].reason == "on the market"
    assert "1200 labels of R-7 destroyed, witnessed by R. Osei" in said


@HELD
def test_a_long_timeline_takes_as_many_statements_as_a_short_one(shop: Shop, lots: list[Lot]) -> None:
    short, long = report(shop, lots[0]), investigate(shop, report(shop, lots[0]))
    decide(shop, long, lots[1:], "included", "same fault")
    propose(shop, long)
    act(shop.world.reviewer, question_event, event_id=long.pk, reason="Which scale?")
    client, counts = visitor(shop.world.auditor), []
    for event in (short, long):
        client.get(f"/events/{event.pk}/")
        page, statements = asked(client, f"/events/{event.pk}/")
        counts.append(len(statements))
    assert len(page.context["timeline"]) > 20
    assert counts[1] <= counts[0] + 1  # whys and causes of the investigation
