"""A major deviation on a released lot: told in time, investigated, agreed by the sponsor; shipping waits for it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from clocks.models import Clock, Notice
from kernel.scope import Actor
from oversight.demo.stage import Stage
from tests.journeys.lot_story import RELEASED, released
from tests.journeys.people import Person
from tests.journeys.site import Site
from tests.journeys.test_main_job import CLERK, CMO_QA, REVIEWER

pytestmark = pytest.mark.journey

TITLE = "Metal detector rejected test piece late"
WHYS = {
    "Why did it happen?": "The reject arm moved after the test piece had passed.",
    "Shown by (1)": "Video of line 3, 11:40",
    "Why 2": "Its valve was changed the day before and its timing not measured again.",
    "Shown by (2)": "Maintenance record M-91",
}
PARTS = {
    "(ii) Investigation": "Reject timing was 180 ms against 90 ms after the valve was changed.",
    "(iii) Effect": "None: every bottle since the last good check was run again.",
    "(iv) Correction": "Timing is measured after every change of the valve; it stands on the maintenance card.",
    "(v) What was done": "Bottles since the last good check set apart.",
    "(vi) Scientific": "All three test pieces are rejected at 90 ms; no metal was found.",
    "Other lots": "No lot was packed on line 3 between the change and the check.",
    "Why no corrective action": "The card is corrected; nothing else is set up that way.",
}
QUESTION = "Were the bottles packed between the two checks found and set apart?"
ADMINISTRATOR = "admin@alderpine.example"
GIVEN_UP = """UPDATE clocks_outboxmessage SET sent_at = NULL, dead_at = kernel_now(), attempts = 12,
        problem = 'SMTPServerDisconnected()'
    WHERE id = (SELECT id FROM clocks_outboxmessage
        WHERE payload->>'subject' LIKE 'DEV-1 (major)%' AND payload->'to' ? 'qa@alderpine.example' LIMIT 1)"""
"""What twelve attempts over six hours leave of the reviewer's mail."""
AGREED = "The 312 bottles are accounted for; agreed."


def test_a_major_deviation_blocks_shipping_until_the_sponsor_agrees(enter: Any, site: Site, stage: Stage) -> None:
    lot_id = released(stage)
    clerk, cmo_qa, reviewer = enter(CLERK), enter(CMO_QA), enter(REVIEWER)
    clerk.goes(f"/lots/{lot_id}/")
    clerk.sees("Released")
    _reports(clerk, lot_id)
    _told_in_time(stage, site, reviewer)
    _a_mail_given_up_is_sent_again(enter(ADMINISTRATOR), site)
    _cannot_ship(clerk, lot_id)
    _investigates(cmo_qa, clerk)
    _asks_then_approves(reviewer, cmo_qa)
    _leaves_a_trail(reviewer)
    _ships(clerk, lot_id)


def _reports(clerk: Person, lot_id: UUID) -> None:
    clerk.clicks("Report an event")
    clerk.fills({
        "What happened": TITLE, "Description": "The ferrous test piece was rejected two bottles late at 11:40.",
        "Discovered": f"{date.today() - timedelta(days=1):%Y-%m-%d}T08:00",  # noqa: DTZ011 - read off the wall
    })  # fmt: skip
    clerk.page.get_by_label("Class", exact=True).select_option("major")
    clerk.submits("Report event")
    clerk.sees("The sponsor has been told.")


def _told_in_time(stage: Stage, site: Site, reviewer: Person) -> None:
    """Mail and proof from the moment of the report; the sponsor's clock waits for the proposal."""
    site.wait_until(lambda: TITLE in site.mails(), "the sponsor's mail was not sent")
    for words in (f"To: {REVIEWER}", "DEV-1 (major)", RELEASED, "QA-ALD-KEY-01 v1 cl.", "/events/"):
        assert words in site.mails()
    assert stage.act(REVIEWER, _lateness) == timedelta(0)
    reviewer.goes("/events/")
    reviewer.clicks("DEV-1")
    reviewer.sees(TITLE)
    assert reviewer.page.locator("[data-countdown]").count() > 0
    _counts_on_without_a_line(reviewer)
    reviewer.goes("/events/board/")
    reviewer.sees(TITLE)
    reviewer.takes_picture("board")


def _a_mail_given_up_is_sent_again(administrator: Person, site: Site) -> None:
    """As after a day without a mail server: the sponsor's administrator reads why, and sends it by a click."""
    sent = site.mails().count(TITLE)
    site.ask(GIVEN_UP)
    administrator.goes("/")
    administrator.clicks("Administration")
    administrator.clicks("Undelivered mail")
    administrator.sees("The mail server refused 1 message for hours.")
    row = administrator.page.get_by_role("row", name=TITLE)
    assert all(words in row.inner_text() for words in (REVIEWER, "SMTPServerDisconnected()"))
    row.get_by_role("button", name="Send again").click()
    administrator.sees("All mail has left")
    site.wait_until(lambda: site.mails().count(TITLE) > sent, "the mail did not leave again")


def _counts_on_without_a_line(reviewer: Person) -> None:
    """Without a line it counts by itself; with one again it goes by the server, however wrong it was by then."""
    page, words = reviewer.page, "[...document.querySelectorAll('[data-countdown]')].map(each => each.textContent)"
    before, years = page.evaluate(words), "/[0-9]{4} d/"
    reviewer.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('online'))")  # a line that is none: asked in vain
    page.wait_for_function(f"!{words}.some(each => {years}.test(each))")
    # as after a long sleep: the page's time stands still years back
    page.evaluate("document.querySelectorAll('[data-now]').forEach(each => { each.dataset.now = '2020-01-01' })")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_function(f"{words}.some(each => {years}.test(each))")
    with page.expect_response("**/clocks/time/"):
        reviewer.context.set_offline(False)
    page.wait_for_function(f"!{words}.some(each => {years}.test(each))")
    assert [one.split()[1] for one in page.evaluate(words)] == [one.split()[1] for one in before]


def _lateness(by: Actor, at: datetime) -> timedelta:
    """From the end of the CMO's clock of telling to the last notice about the report."""
    ended = Clock.objects.get(rule="quality_events.notify").ended_at
    assert ended is not None
    notices = Notice.objects.filter(key__startswith="event/", key__endswith="/reported")
    return max(notice.at for notice in notices) - ended


def _cannot_ship(clerk: Person, lot_id: UUID) -> None:
    clerk.goes(f"/lots/{lot_id}/ship/")
    clerk.fills({"Quantity": "100", "PO, ASN or invoice": "ASN-7", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    assert "DEV-1 (major) is open" in clerk.page.locator(".notice").filter(has_text="may not ship").first.inner_text()


def _investigates(cmo_qa: Person, clerk: Person) -> None:
    cmo_qa.goes("/events/")
    cmo_qa.clicks("DEV-1")
    cmo_qa.fills(WHYS)
    cmo_qa.clicks("Save the whys")
    cmo_qa.page.get_by_label("Branch", exact=True).select_option("machine")
    cmo_qa.fills({"What may have caused it": "Reject arm slow after maintenance"})
    cmo_qa.clicks("Name a possible cause")
    cmo_qa.page.get_by_label("Finding on Reject arm slow").select_option("root")
    cmo_qa.fills({"What shows it of Reject arm slow": "Timing measured: 180 ms against 90 ms"})
    cmo_qa.page.locator("form[action$='/causes/judge/']").get_by_role("button", name="Save").click()
    cmo_qa.opens("Write an interim report")
    cmo_qa.fills({"What is known so far": "Reject arm slow; bottles since the last good check are set apart."})
    cmo_qa.clicks("Send to the sponsor")
    cmo_qa.opens("Ask a colleague to sign what was told")
    cmo_qa.page.get_by_label("Who told it").select_option(label=clerk_name(cmo_qa))
    cmo_qa.fills({"What was told": "At 11:40 the ferrous piece fell two bottles late; I stopped the line."})
    cmo_qa.clicks("Ask for the signature")
    cmo_qa.takes_picture("investigation")
    clerk.goes("/")
    clerk.clicks("Sign what you told about DEV-1")
    clerk.signs("Sign")
    clerk.sees("you signed what you told")
    cmo_qa.goes("/events/")
    cmo_qa.clicks("DEV-1")
    cmo_qa.fills(PARTS)
    cmo_qa.page.get_by_label("Root cause").select_option("machine")
    cmo_qa.page.get_by_label("Proposed disposition").select_option("accept")
    cmo_qa.clicks("Save investigation")
    _proposes(cmo_qa)


def clerk_name(person: Person) -> str:
    """The clerk's name as the list of colleagues has it."""
    names: list[str] = person.page.get_by_label("Who told it").locator("option").all_inner_texts()
    return next(name for name in names if "Diaz" in name)


def _proposes(cmo_qa: Person) -> None:
    cmo_qa.clicks("Propose disposition")
    cmo_qa.signs("Propose disposition")
    cmo_qa.sees("Disposition proposed")


def _asks_then_approves(reviewer: Person, cmo_qa: Person) -> None:
    reviewer.goes("/")
    reviewer.clicks("Decide on DEV-1")
    reviewer.fills({"Question or reason": QUESTION})
    reviewer.clicks("Return to the CMO")
    reviewer.sees("Under investigation")
    cmo_qa.goes("/")
    cmo_qa.clicks("Answer on DEV-1")
    cmo_qa.fills({"(v) What was done": "312 bottles between the checks set apart and run again; 0 rejects."})
    cmo_qa.clicks("Save investigation")
    _proposes(cmo_qa)
    reviewer.goes("/events/")
    reviewer.clicks("DEV-1")
    for step in ("Approve", "Close"):
        reviewer.clicks(step)
        reviewer.signs(step, AGREED)
    reviewer.sees("Closed")


def _leaves_a_trail(reviewer: Person) -> None:
    """Who, when, why: on the event's page, for every step."""
    trail = reviewer.page.get_by_role("complementary", name="Decisions").inner_text()
    for words in ("Reported", "Under investigation", "Disposition proposed", QUESTION, AGREED, "Carla Diaz"):
        assert words in trail


def _ships(clerk: Person, lot_id: UUID) -> None:
    clerk.goes(f"/lots/{lot_id}/ship/")
    clerk.fills({"Quantity": "4942", "PO, ASN or invoice": "ASN-8", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    clerk.goes(f"/lots/{lot_id}/")
    clerk.sees("Shipped")
