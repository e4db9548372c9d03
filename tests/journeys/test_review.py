"""Review by exception: keys, a question and its answer, a return, the difference, what is carried over, accept."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from evidence.pack.format import Pack
from oversight.demo.stage import Stage
from tests.factories.packs import with_row
from tests.journeys.lot_story import NUMBER, evidence
from tests.journeys.people import Person
from tests.journeys.site import Site
from tests.journeys.test_main_job import _complete

pytestmark = pytest.mark.journey

CLERK, CMO_QA, REVIEWER = "clerk@keystone.example", "qa@keystone.example", "qa@alderpine.example"
STEPS = "batch_record.steps"


def test_review_by_exception(enter: Any, site: Site, stage: Stage, lot_id: UUID, tmp_path: Path) -> None:
    clerk, cmo_qa, reviewer = enter(CLERK), enter(CMO_QA), enter(REVIEWER)
    _complete(clerk, f"/lots/{lot_id}/")
    _handed_over(clerk, lot_id, evidence(stage, lot_id, tmp_path, _two_late_entries))
    _attested(cmo_qa, lot_id)
    _decided_by_keys(reviewer)
    _asked_by_keys(reviewer, site)
    _answered(clerk)
    _read_and_returned(reviewer)
    _handed_over(clerk, lot_id, evidence(stage, lot_id, tmp_path, _one_late_entry), "Step entered from the log book")
    _attested(cmo_qa, lot_id)
    _only_what_changed(reviewer)


def _late(pack: Pack, position: int) -> Pack:
    """R119: the entry is made thirty hours after the step ended."""
    row = pack.batch_record.steps[position]
    assert row.finished_at is not None
    entered = row.finished_at + timedelta(hours=30)
    return with_row(pack, STEPS, {"number": row.number, "component": row.component}, entered_at=entered)


def _two_late_entries(pack: Pack) -> Pack:
    return _late(_late(pack, 0), -1)


def _one_late_entry(pack: Pack) -> Pack:
    return _late(pack, 0)


def _handed_over(clerk: Person, lot_id: UUID, files: list[Path], changed: str = "") -> None:
    clerk.goes(f"/lots/{lot_id}/hand-over/")
    clerk.page.set_input_files("#id_files", files)
    if changed:
        clerk.fills({"What changed since the last version": changed})
    clerk.clicks("Submit and check")
    if changed:
        clerk.sees("1 field differs from the last version")
        clerk.clicks("Submit and check")
    clerk.sees("No gaps.")


def _attested(cmo_qa: Person, lot_id: UUID) -> None:
    cmo_qa.goes(f"/lots/{lot_id}/hand-over/")
    cmo_qa.clicks("Attest complete")
    cmo_qa.signs("Attest")


def _opens_review(reviewer: Person, version: int) -> None:
    reviewer.goes("/")
    reviewer.clicks(f"Review pack v{version} of lot {NUMBER}")
    reviewer.sees("Exceptions first")


def _decided_by_keys(reviewer: Person) -> None:
    """j to the first, a to accept it: no hand on the mouse."""
    _opens_review(reviewer, 1)
    reviewer.sees("2 exceptions to decide")
    reviewer.page.keyboard.press("j")
    reviewer.page.keyboard.press("a")
    reviewer.page.locator("dialog[open] [name=reason]").fill("The terminal was down until the evening.")
    reviewer.page.locator("dialog[open] button[type=submit]").first.click()
    reviewer.sees("1 exception to decide")


def _asked_by_keys(reviewer: Person, site: Site) -> None:
    reviewer.page.keyboard.press("j")
    reviewer.page.keyboard.press("q")
    reviewer.page.locator("dialog[open] [name=reason]").fill("Who wrote the time down, and where?")
    reviewer.takes_picture("review-question")
    reviewer.page.locator("dialog[open] button[type=submit]").first.click()
    reviewer.sees("1 open question")
    title = f"Answer the question on R119 of lot {NUMBER}, pack v1"
    site.wait_until(lambda: title in site.mails(), "the CMO's mail was not sent")


def _answered(clerk: Person) -> None:
    clerk.goes("/")
    clerk.clicks(f"Answer the question on R119 of lot {NUMBER}, pack v1")
    clerk.sees("Who wrote the time down, and where?")
    clerk.fills({"Your text": "The operator, in the log book of the line; the entry can be corrected."})
    clerk.takes_picture("question-answer")
    clerk.clicks("Answer")
    clerk.sees("Written into the thread.")


def _read_and_returned(reviewer: Person) -> None:
    reviewer.goes("/")
    reviewer.clicks(f"Read the answer on R119 of lot {NUMBER}, pack v1")
    reviewer.sees("in the log book of the line")
    reviewer.clicks("Back to the review")
    reviewer.page.keyboard.press("r")
    reviewer.page.wait_for_load_state()
    reviewer.page.get_by_label("Reason").first.fill("Enter the time from the log book.")
    reviewer.submits()
    reviewer.sees("Returned")


def _only_what_changed(reviewer: Person) -> None:
    """One decision was carried over, the other finding is gone: nothing is left to decide."""
    _opens_review(reviewer, 2)
    reviewer.sees("Carried over from version 1")
    assert reviewer.page.get_by_text("to decide", exact=False).count() == 0
    reviewer.clicks("What changed since the last version")
    reviewer.sees("Step entered from the log book")
    row = reviewer.page.locator("main tbody tr")
    assert row.count() == 1
    assert (row.locator("del").count(), row.locator("ins").count()) == (1, 0)  # no time of entry stands there now
    reviewer.takes_picture("review-changes")
    _opens_review(reviewer, 2)
    reviewer.clicks("Accept the pack")
    reviewer.signs("Accept the pack")
    reviewer.sees("Accepted")
