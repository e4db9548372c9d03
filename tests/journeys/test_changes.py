"""Demo Script C: a supplier and a parameter are changed through the sponsor; an emergency; and a drift."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from change_control.actions import decide_lot, implement, make_effective, verify
from change_control.actions.comparing import compare_next
from change_control.models import ChangeRequest
from change_control.queries import straddling_lots
from kernel import clock
from kernel.scope import Actor
from oversight.demo.baseline import ALDER, KEYSTONE
from oversight.demo.designs import MAGNESIUM
from oversight.demo.fates import Fate
from oversight.demo.stage import Stage, set_clock, shifted_clock
from oversight.demo.stories import Story
from oversight.demo.year import WIDER_RANGE
from tests.journeys.lot_story import NUMBER
from tests.journeys.people import Person

pytestmark = pytest.mark.journey

CLERK, CMO_QA = "clerk@keystone.example", "qa@keystone.example"
REVIEWER, HEAD = "qa@alderpine.example", "head.qa@alderpine.example"
PRODUCT, DRIFTED, AFTER = "Magnesium", "MG2611-920", "MG2611-930"
LEAD = timedelta(days=20)
WORDS = {
    "Description": "See the title; now and then as written there.",
    "Why it is needed": "Lead times.",
    "Impact": "None on the label.",
}


def test_the_approved_product_changes_by_its_changes_alone(enter: Any, stage: Stage, lot_id: UUID) -> None:
    clerk, cmo_qa, head = enter(CLERK), enter(CMO_QA), enter(HEAD)
    _supplier(clerk, cmo_qa, head)
    change_id = _parameter(clerk, cmo_qa, head)
    _takes_effect(stage, change_id, lot_id)
    _under_each_version(head)
    _emergency(clerk, cmo_qa, head)
    _drift(stage, clerk)
    clerk.goes("/changes/board/")
    clerk.sees("Sponsor decides")
    clerk.goes("/changes/calendar/")
    clerk.sees("takes effect")


def _proposes(clerk: Person, title: str, kind: str, day: date, text: str = "") -> None:
    clerk.goes("/changes/")
    clerk.clicks("Propose a change")
    clerk.page.locator("#id_product").select_option(index=_place_of(clerk))
    clerk.fills({"What changes, in one line": title, **WORDS, "Effective on": day.isoformat()})
    clerk.page.locator("#id_trigger").select_option(kind)
    if text:
        clerk.page.locator("#id_kind").select_option(text)
    clerk.submits("Save draft")


def _place_of(clerk: Person) -> int:
    names = clerk.page.locator("#id_product option").all_inner_texts()
    return next(place for place, name in enumerate(names) if PRODUCT in name)


def _assessed(clerk: Person, cmo_qa: Person, head: Person) -> None:
    """Submitted, every line answered, signed off by both sides' roles, sent."""
    address = clerk.page.url
    clerk.clicks("Submit")
    clerk.sees("because QA-ALD-KEY-01")
    clerk.clicks("Answer the list")
    for field in clerk.page.locator("textarea[name^=answer_]").all():
        field.fill("Compared; nothing else changes.")
    clerk.submits("Keep the answers")
    for person in (cmo_qa, head):
        person.goes(address)
        person.clicks("Sign these lines off")
    clerk.goes(address)
    clerk.clicks("Send to the sponsor")


def _approved(head: Person, title: str) -> None:
    head.goes("/changes/?state=sponsor_review")
    head.page.get_by_role("row", name=title).get_by_role("link").first.click()
    head.clicks("Approve")
    head.signs("Approve", "The comparison is convincing.")
    head.sees("signed.")


def _supplier(clerk: Person, cmo_qa: Person, head: Person) -> None:
    _proposes(clerk, "Second supplier of magnesium stearate", "supplier", date.today() + LEAD)  # noqa: DTZ011 - read off the wall
    _assessed(clerk, cmo_qa, head)
    _approved(head, "Second supplier of magnesium stearate")


def _parameter(clerk: Person, cmo_qa: Person, head: Person) -> UUID:
    """The master record's fields stand filled in; one limit is typed anew."""
    title = "Blending room humidity up to 48 %"
    _proposes(clerk, title, "process", date.today() + LEAD, "master_record")  # noqa: DTZ011 - read off the wall
    row = clerk.page.locator("tr", has=clerk.page.locator("input[value='Blending room humidity']"))
    row.locator("input[name$='.highest']").fill("48")
    clerk.submits("Save what changes")
    clerk.sees("what the new version says otherwise")
    _assessed(clerk, cmo_qa, head)
    _approved(head, title)
    head.takes_picture("change")
    return UUID(head.page.url.rstrip("/").rsplit("/", 1)[1])


def _takes_effect(stage: Stage, change_id: UUID, lot_id: UUID) -> None:
    """Weeks later: carried out, verified, the running lot decided; lots begun then are made under the new version."""
    with shifted_clock():
        set_clock(clock.now() + LEAD + timedelta(hours=1))

        def running(by: Actor, at: datetime) -> None:
            change = ChangeRequest.objects.get(pk=change_id)
            for lot in straddling_lots(change):
                decide_lot(
                    change_id=change_id, lot_id=lot.pk, decision="keep_old", by=by, reason="blended before", at=at
                )

        given = {"change_id": change_id, "reason": "limit changed in the batch record's form"}
        stage.act(CLERK, lambda by, at: implement(**given, by=by, at=at))
        stage.act(CMO_QA, lambda by, at: verify(**given, by=by, at=at))
        stage.act(HEAD, running)
        stage.act(CMO_QA, lambda by, at: make_effective(**given, by=by, at=at))
        story = Story(stage, (ALDER, KEYSTONE), MAGNESIUM, clock.now(), AFTER, Fate("start"))
        for scene in sorted(story.scenes(), key=lambda scene: scene.at):
            scene.play()


def _under_each_version(head: Person) -> None:
    head.clicks("The version that the approval made, with its lots")
    head.sees(AFTER)
    assert NUMBER not in head.page.inner_text("main")


def _emergency(clerk: Person, cmo_qa: Person, head: Person) -> None:
    _proposes(clerk, "Bottles of another maker", "packaging", date.today())  # noqa: DTZ011 - read off the wall
    cmo_qa.goes(clerk.page.url)
    cmo_qa.clicks("Make at once, under hold")
    cmo_qa.page.get_by_label(NUMBER).check()
    cmo_qa.fills({"Why it cannot wait": "The supplier's line burnt out."})
    cmo_qa.submits("Hold the lots")
    cmo_qa.sees("Emergency: made under hold")
    head.goes("/")
    head.sees("Decide on emergency CR-")


def _drift(stage: Stage, clerk: Person) -> None:
    """A pack says otherwise than its baseline: the breach leads to a request that answers it."""
    fate = Fate("submit", blemish=WIDER_RANGE)
    story = Story(stage, (ALDER, KEYSTONE), MAGNESIUM, clock.now() - timedelta(days=9), DRIFTED, fate)
    with shifted_clock():
        for scene in sorted(story.scenes(), key=lambda scene: scene.at):
            set_clock(scene.at)
            scene.play()
    while compare_next(at=clock.now()):
        pass
    clerk.goes(f"/lots/{story.lot_id}/versions/")
    clerk.clicks("Raise a change for this")
    clerk.sees("Found in a pack.")
    clerk.fills({"Impact": "Water content within its limit.", "Effective on": date.today().isoformat()})  # noqa: DTZ011
    clerk.submits("Save draft")
    clerk.sees("Found made: retrospective")
