"""The structured investigation: whys, possible causes, informants' signatures, interim report, documents."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from clocks.models import Clock, Notice
from evidence.actions.files import examine
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot
from quality_events.actions import (
    add_event_document,
    cancel_event,
    classify_event,
    judge_cause,
    name_cause,
    name_informant,
    record_whys,
    report_interim,
)
from quality_events.content import signed_content
from quality_events.models import Informant, PossibleCause, QualityEvent, WhyStep
from quality_events.rules import investigation as rules
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.quality_events.reported import NOON, WHYS, investigate, propose, report

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
COMPLETED = pytest.mark.lot(until="completed")


def act(by: Actor, action: Callable[..., Any], **given: Any) -> Any:
    with scope.opened(by):
        return action(by=by, **({"reason": "", "at": NOON} | given))


@pytest.fixture
def event(shop: Shop, lot: Lot) -> QualityEvent:
    return report(shop, lot)


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        (["a", "b", ""], ""),
        ([], ""),
        (["a"] * 7, ""),
        (["a"] * 8, "7 whys are enough; after them name possible causes."),
        (["a", " ", "c"], "Why 2 has no answer, but a later one has. Fill it in or move the others up."),
        (["", "b"], "Why 1 has no answer, but a later one has. Fill it in or move the others up."),
    ],
)
def test_a_chain_of_whys_has_no_gap(answers: list[str], refusal: str) -> None:
    assert _refusal(lambda: rules.check_whys(answers)) == refusal


@pytest.mark.parametrize(
    ("classification", "findings", "whys", "code"),
    [
        ("minor", [], 0, ""),
        ("minor", ["open"], 5, "cause-open"),
        ("major", [], 1, "cause-untraced"),
        ("major", [], 2, ""),
        ("critical", ["ruled_out"], 0, "cause-untraced"),
        ("critical", ["ruled_out", "root"], 0, ""),
        ("major", ["contributing"], 0, ""),
        ("major", ["root", "open"], 5, "cause-open"),
    ],
)
def test_a_grave_events_cause_is_traced(classification: str, findings: list[str], whys: int, code: str) -> None:
    event = QualityEvent(number="DEV-1", classification=classification)
    assert _code(lambda: rules.check_causes(event, findings, whys)) == code


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.sentence
    return ""


def _code(check: Callable[[], None]) -> str:
    try:
        check()
    except Refused as refused:
        return refused.code
    return ""


@COMPLETED
def test_the_chain_is_written_anew_and_shortened(shop: Shop, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    act(by, record_whys, event_id=event.pk, whys=[("one", "log"), ("two", ""), ("three", "")])
    steps = act(
        by, record_whys, event_id=event.pk, whys=[("one", "log"), ("two, better", "photo"), ("", "lost"), ("", "")]
    )
    assert [(step.position, step.answer, step.shown_by) for step in steps] == [
        (1, "one", "log"), (2, "two, better", "photo"), (3, "", ""),
    ]  # fmt: skip
    with scope.opened(by):
        assert len(signed_content(event)["whys"]) == 2
        assert WhyStep.objects.get(position=1).history.count() == 1
        assert WhyStep.objects.get(position=2).history.count() == 2


@COMPLETED
def test_every_possible_cause_is_looked_at_before_the_proposal(shop: Shop, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    cause = act(by, name_cause, event_id=event.pk, branch="machine", cause="Sensor set too low")
    investigate(shop, event)
    with pytest.raises(Refused, match=r"^1 possible cause is not looked at yet\. Rule out or confirm each\.$"):
        propose(shop, event)
    with pytest.raises(Refused, match=r"^Say what shows it"):
        act(by, judge_cause, event_id=event.pk, cause_id=cause.pk, finding="root", shown_by=" ")
    judged = act(by, judge_cause, event_id=event.pk, cause_id=cause.pk, finding="root", shown_by="Measured 20 mm")
    assert (judged.finding, judged.shown_by) == ("root", "Measured 20 mm")
    assert propose(shop, event).state == "proposed"
    with pytest.raises(Refused, match="its investigation is fixed"):
        act(by, judge_cause, event_id=event.pk, cause_id=cause.pk, finding="ruled_out", shown_by="x")


@COMPLETED
def test_the_database_asks_what_a_cause_is_shown_by(shop: Shop, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    cause = act(by, name_cause, event_id=event.pk, branch="people", cause="New operator")
    with (
        scope.opened(by),
        acting(by=by, reason="raw", at=NOON),
        pytest.raises(IntegrityError, match="possible_cause_shown_by_something"),
        transaction.atomic(),
    ):
        PossibleCause.objects.filter(pk=cause.pk).update(finding="ruled_out")


@COMPLETED
@pytest.mark.parametrize("email", ["qa@alderpine.example", "clerk@keystone.example"])
def test_who_does_not_investigate_writes_no_causes(shop: Shop, event: QualityEvent, email: str) -> None:
    by = shop.world.actors[email]
    for action, given in (
        (record_whys, {"whys": WHYS}),
        (name_cause, {"branch": "method", "cause": "x"}),
        (report_interim, {"text": "x"}),
        (name_informant, {"person_id": by.person_id, "told": "x"}),
    ):
        with pytest.raises(Forbidden):
            act(by, action, event_id=event.pk, **given)


@COMPLETED
def test_an_interim_report_meets_its_clock_and_is_told(shop: Shop, event: QualityEvent) -> None:
    by = shop.world.cmo_qa
    with scope.opened(by):
        clock = Clock.objects.get(rule="quality_events.interim", subject_id=event.pk)
        final = Clock.objects.get(rule="quality_events.investigation", subject_id=event.pk)
        assert (clock.amount, clock.unit, clock.owner_id) == (3, "business_days", shop.world.keystone.pk)
        assert final.due_at == NOON + timedelta(days=30)
    with pytest.raises(Refused, match="Say what is known so far"):
        act(by, report_interim, event_id=event.pk, text="")
    act(by, report_interim, event_id=event.pk, text="Sensor found low; lots since are being weighed.")
    with scope.opened(by):
        clock.refresh_from_db()
        assert (clock.state, clock.ended_at) == ("met", NOON)
        told = Notice.objects.filter(key__startswith=f"event/{event.pk}/interim/")
        assert {notice.recipient_id for notice in told} == {shop.world.reviewer.person_id, shop.world.head.person_id}
    investigate(shop, event)
    propose(shop, event)
    with scope.opened(by):
        final.refresh_from_db()
        assert final.state == "met"


@COMPLETED
def test_a_minor_event_owes_no_interim_report_until_it_is_raised(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, classification="minor")
    rules_running = {"rule__in": ["quality_events.interim"], "subject_id": event.pk}
    with scope.opened(shop.world.clerk):
        assert Clock.objects.filter(**rules_running).count() == 0
    act(shop.world.cmo_qa, classify_event, event_id=event.pk, classification="major", reason="more bottles")
    with scope.opened(shop.world.clerk):
        assert Clock.objects.get(**rules_running).ended_at is None
    act(shop.world.reviewer, cancel_event, event_id=event.pk, reason="typed twice")
    with scope.opened(shop.world.clerk):
        assert {clock.state for clock in Clock.objects.filter(subject_id=event.pk)} == {"cancelled", "met"}


@COMPLETED
def test_documents_stand_behind_the_event_from_both_sides(shop: Shop, event: QualityEvent) -> None:
    for by, name in ((shop.world.clerk, "a.pdf"), (shop.world.reviewer, "b.pdf")):
        act(by, add_event_document, event_id=event.pk, file=examine(name, io.BytesIO(PDF)), title=f"Photo {name}")
    with pytest.raises(Refused, match="stands behind this event already"):
        act(
            shop.world.clerk, add_event_document,
            event_id=event.pk, file=examine("a.pdf", io.BytesIO(PDF)), title="Again",
        )  # fmt: skip
    with pytest.raises(Refused, match="Say what the document is"):
        act(
            shop.world.clerk, add_event_document,
            event_id=event.pk, file=examine("c.pdf", io.BytesIO(PDF)), title="",
        )  # fmt: skip
    with scope.opened(shop.world.clerk):
        assert [row["title"] for row in signed_content(event)["documents"]] == ["Photo a.pdf", "Photo b.pdf"]


@COMPLETED
def test_on_the_pages(shop: Shop, event: QualityEvent) -> None:
    quality, clerk = browser(shop.world, "qa@keystone.example"), browser(shop.world, "clerk@keystone.example")
    page = f"/events/{event.pk}/"
    whys = {
        "answer_1": "Feeder ran out",
        "shown_by_1": "Line log",
        "answer_2": "Sensor low",
        "shown_by_2": "Measured",
    }
    assert quality.post(f"{page}whys/", whys).url == page
    assert quality.post(f"{page}causes/", {"branch": "machine", "cause": "Sensor bracket bent"}).url == page
    with scope.opened(shop.world.clerk):
        cause = PossibleCause.objects.get()
    judged = {"cause_id": str(cause.pk), "finding": "ruled_out", "shown_by": "Bracket straight, photograph"}
    assert quality.post(f"{page}causes/judge/", judged).url == page
    assert quality.post(f"{page}interim/", {"text": "Known so far: sensor."}).url == page
    told = {"person": str(shop.world.clerk.person_id), "told": "Hopper empty at 09:14."}
    assert quality.post(f"{page}informants/", told).url == page
    photo = SimpleUploadedFile("photo.pdf", PDF)
    assert clerk.post(f"{page}documents/", {"title": "Photograph", "file": photo}).url == page
    missing = clerk.post(f"{page}documents/", {"title": "Photograph"}, follow=True).content.decode()
    assert "File: This field is required." in missing
    with scope.opened(shop.world.clerk):
        informant = Informant.objects.get()
    address = f"{page}informants/{informant.pk}/"
    sheet = clerk.get(address)
    assert "Hopper empty at 09:14." in sheet.content.decode()
    wrong = clerk.post(address, as_typed(sheet, password="no"))
    assert wrong.status_code == 409
    assert clerk.post(address, as_typed(sheet)).url == page
    for client in (quality, browser(shop.world, "qa@alderpine.example"), browser(shop.world, "auditor@example.org")):
        text = client.get(page).content.decode()
        for words in (
            "Feeder ran out", "Sensor bracket bent", "Bracket straight", "Known so far: sensor.", "Hopper empty",
            "Photograph", "photo.pdf",
        ):  # fmt: skip
            assert words in text
    stranger = browser(shop.world, "qa@bluemesa.example")
    assert {stranger.get(url).status_code for url in (page, address)} == {404}
    assert quality.post(f"{address}withdraw/", {"reason": "x"}).status_code == 409
    assert quality.post(f"{page}informants/", {"person": "", "told": "x"}, follow=True).status_code == 200
