"""Demo Script D against the clock: from a supplier's lot number to customers told and a signed report."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.scope import Actor
from lots.models import ComponentLot
from oversight.demo.stage import Stage
from tests.journeys.lot_story import released
from tests.journeys.people import Person
from tests.journeys.test_main_job import CLERK, CMO_QA, REVIEWER
from tests.journeys.test_permit import HEAD
from traceability.models import RecallNotice
from traceability.outside.recall_links import token_of

pytestmark = pytest.mark.journey

FIRST_ANSWER_SECONDS = 10
_SECONDS: dict[str, float] = {}


@contextmanager
def stopwatch(what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    _SECONDS[what] = time.monotonic() - begun


def test_from_a_suppliers_lot_to_a_signed_report(enter: Any, stage: Stage) -> None:
    lot_id = released(stage)
    clerk, qa, head = enter(CLERK), enter(REVIEWER), enter(HEAD)
    _ships(clerk, lot_id)
    number = stage.act(REVIEWER, _supplier_lot)
    qa.goes("/trace/scope/")
    qa.fills({"Supplier’s lot number": number})
    with stopwatch("scope from the supplier’s lot number"):
        qa.submits("Show the scope")
        qa.sees("Certain")
    assert _SECONDS["scope from the supplier’s lot number"] <= FIRST_ANSWER_SECONDS
    qa.takes_picture("recall-scope")
    with stopwatch("recall opened, evaluated, decided with two signatures"):
        _decides(qa, head)
    with stopwatch("scope locked: holds placed, permits revoked"):
        qa.clicks("Lock the scope")
        qa.sees("on hold")
    qa.takes_picture("recall-locked")
    with stopwatch("strategy set, notices sent"):
        qa.clicks("Set the strategy")
        qa.fills({"Instructions": "Return it at our cost to Alder & Pine, dock 2."})
        qa.submits("Set the strategy")
        qa.clicks("Send the notices")
        qa.sees("By e-mail")
    with stopwatch("answered by the link"):
        _answers(qa, stage)
    with stopwatch("status report"):
        _reports(qa)
    qa.takes_picture("recall-answered")
    with stopwatch("signed report"):
        qa.submits("Make a signed PDF")
        qa.page.get_by_role("link", name=re.compile("Open|Download|PDF")).first.wait_for(timeout=90_000)
    _sees_its_part(enter(CMO_QA), qa.page)
    for what, seconds in _SECONDS.items():
        print(f"{seconds:7.1f} s  {what}")  # noqa: T201 - the stopwatch is read by people


def _ships(clerk: Person, lot_id: object) -> None:
    clerk.goes(f"/lots/{lot_id}/ship/")
    clerk.fills({"Quantity": "1000", "PO, ASN or invoice": "PO-31", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    clerk.sees("Gate revision")


def _supplier_lot(_by: Actor, _at: datetime) -> str:
    return ComponentLot.objects.exclude(supplier_lot="").order_by("number")[0].supplier_lot


def _decides(qa: Person, head: Person) -> None:
    qa.clicks("Open a recall")
    qa.fills({"What is wrong": "Lead above its limit", "What was found": "Retained sample, Summit Labs, 0.62 ppm."})
    qa.submits("Open")
    qa.clicks("Evaluate the hazard")
    for area in qa.page.locator("main textarea").all():
        area.fill("No report of harm; children are the group at greatest risk; remote and reversible.")
    qa.page.get_by_label("Class that you propose").select_option("II")
    qa.takes_picture("recall-evaluation")
    qa.submits("Evaluate the hazard")
    qa.clicks("Propose a decision")
    qa.signs("Propose a decision")
    qa.sees("Decision proposed")
    head.goes(qa.page.url.replace(qa.address, ""))
    head.clicks("Decide to recall")
    head.signs("Decide to recall")
    head.sees("Recall decided")
    qa.goes(qa.page.url.replace(qa.address, ""))


def _answers(qa: Person, stage: Stage) -> None:
    """The account opens the link of its letter in a browser that nobody is logged in to."""
    notice = stage.act(REVIEWER, lambda _by, _at: RecallNotice.objects.order_by("pk")[0])
    stranger = qa.context.browser.new_context(base_url=qa.address)
    page = stranger.new_page()
    page.goto(f"/recall-notice/{token_of(notice)}/")
    page.get_by_label("Your name").fill("R. Gil")
    page.get_by_label("How much you had").fill("400")
    page.get_by_label("How much of it").fill("400")
    page.get_by_label("We have told").check()
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_text("Your answer is on record").wait_for()
    stranger.close()


def _reports(qa: Person) -> None:
    qa.goes(qa.page.url.replace(qa.address, ""))
    qa.sees("R. Gil")
    qa.clicks("Status report")
    qa.fills({"Estimated completion": (datetime.now(UTC) + timedelta(days=14)).date().isoformat()})
    qa.submits("Make a status report")
    qa.sees("Status report 1")


def _sees_its_part(cmo: Person, page: Any) -> None:
    address = re.sub(r"^https?://[^/]+", "", page.url)
    cmo.goes("/recalls/")
    cmo.clicks("RC-1")
    cmo.sees("Lots in it")
    assert "R. Gil" not in cmo.page.inner_text("main"), address
