"""One real lot, from evidence pack to signed release to shipment to signed PDF, as five people at their browsers."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from oversight.demo.stage import Stage
from records.outside.authority import trusted_roots
from records.outside.verify import verify
from tests.journeys.lot_story import NUMBER, evidence
from tests.journeys.people import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

CLERK, CMO_QA = "clerk@keystone.example", "qa@keystone.example"
REVIEWER, HEAD = "qa@alderpine.example", "head.qa@alderpine.example"
AUDITOR = "auditor@example.org"
PARTS = {
    "(ii) Investigation": "The feeder's low-level sensor was set 20 mm too low after cleaning.",
    "(iii) Effect": "None on the bottles released: each was weighed after the stop.",
    "(iv) Correction": "Sensor height is on the set-up card and checked by a second person.",
    "(v) What was done": "14 bottles destroyed with witness; the rest inspected.",
    "(vi) Scientific": "Check weighing detects a missing 1 g canister.",
    "Other lots": "Two lots packed since the cleaning were check-weighed.",
    "Why no corrective action": "The card is corrected; nothing else is set up that way.",
}

WHYS = {
    "Why did it happen?": "The desiccant feeder ran empty for a minute.",
    "Shown by (1)": "Line log 09:14",
    "Why 2": "Its low-level sensor stood 20 mm too low after cleaning.",
    "Shown by (2)": "Measured at the stop, photograph",
}


def test_main_job(enter: Any, site: Site, stage: Stage, lot_id: UUID, tmp_path: Path) -> None:
    clerk, cmo_qa, reviewer, head = (enter(email) for email in (CLERK, CMO_QA, REVIEWER, HEAD))
    dossier = f"/lots/{lot_id}/"
    _agreement(head)
    _complete(clerk, dossier)
    _hand_over(clerk, lot_id, evidence(stage, lot_id, tmp_path))
    _report(clerk, lot_id)
    sentence = _refused_shipment(clerk, lot_id)
    _told(reviewer, site, dossier, sentence)
    _close_deviation(cmo_qa, reviewer)
    _release_by_cmo(cmo_qa, lot_id)
    _review_and_release(reviewer, head, lot_id)
    _ship(clerk, lot_id)
    _audit(enter(AUDITOR), site, lot_id, tmp_path)


def _agreement(head: Person) -> None:
    head.goes("/agreements/")
    head.clicks("QA-ALD-KEY-01")
    head.sees("Release authority")
    head.takes_picture("agreement")


def _complete(clerk: Person, dossier: str) -> None:
    clerk.goes("/lots/")
    clerk.sees(NUMBER)
    clerk.takes_picture("lots")
    clerk.goes(dossier)
    clerk.clicks("Complete")
    made = date.today() - timedelta(days=8)  # noqa: DTZ011 - what the clerk reads off the wall
    clerk.fills({"Good": "4942", "Made on": made.isoformat(), "Packed on": (made + timedelta(days=4)).isoformat()})
    clerk.fills({"Expires on": _month_end(made).isoformat()})
    clerk.submits()
    clerk.sees("Completed, pack due")


def _month_end(made: date) -> date:
    """Shelf life of 24 months, to the end of the month."""
    month = made.month % 12 + 1
    return date(made.year + 2 + (made.month == 12), month, 1) - timedelta(days=1)


def _hand_over(clerk: Person, lot_id: UUID, files: list[Path]) -> None:
    clerk.goes(f"/lots/{lot_id}/hand-over/")
    with clerk.page.expect_download() as blank:
        clerk.page.get_by_role("link", name="workbook of this lot").click()
    assert blank.value.suggested_filename.endswith(".xlsx")
    clerk.drops(files)
    clerk.takes_picture("evidence-upload")
    clerk.clicks("Submit and check")
    clerk.sees("No gaps.")
    clerk.takes_picture("evidence-checked")


def _report(clerk: Person, lot_id: UUID) -> None:
    clerk.goes(f"/events/report/{lot_id}/")
    clerk.fills({
        "What happened": "Desiccant missing in 14 bottles", "Description": "Found by the line lead.",
        "Discovered": f"{date.today() - timedelta(days=1):%Y-%m-%d}T08:00",  # noqa: DTZ011
    })  # fmt: skip
    clerk.clicks("Report event")
    clerk.sees("DEV-1")


def _refused_shipment(clerk: Person, lot_id: UUID) -> str:
    clerk.goes(f"/lots/{lot_id}/ship/")
    clerk.fills({"Quantity": "100", "PO, ASN or invoice": "ASN-1", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    refusal: str = clerk.page.locator(".notice").filter(has_text="may not ship").first.inner_text()
    assert "DEV-1 (major) is open" in refusal
    clerk.takes_picture("shipment-refused")
    return refusal


def _told(reviewer: Person, site: Site, dossier: str, refusal: str) -> None:
    reviewer.goes("/")
    reviewer.sees("DEV-1")
    reviewer.takes_picture("inbox")
    reviewer.goes(dossier)
    reviewer.sees("DEV-1 (major) is open")
    reviewer.takes_picture("dossier")
    site.wait_until(lambda: "DEV-1 (major)" in site.mails(), "the sponsor's mail was not sent")
    assert "To: qa@alderpine.example" in site.mails()
    assert "DEV-1 (major) is open" in refusal


def _close_deviation(cmo_qa: Person, reviewer: Person) -> None:
    cmo_qa.goes("/events/")
    cmo_qa.clicks("DEV-1")
    cmo_qa.fills(WHYS)
    cmo_qa.clicks("Save the whys")
    cmo_qa.sees("The whys are saved.")
    _finds_no_use_as_is(cmo_qa)
    cmo_qa.fills(PARTS)
    cmo_qa.page.get_by_label("Root cause").select_option("machine")
    cmo_qa.page.get_by_label("Proposed disposition").select_option("accept")
    cmo_qa.clicks("Save investigation")
    cmo_qa.clicks("Propose disposition")
    cmo_qa.signs("Propose disposition")
    cmo_qa.sees("Disposition proposed")
    reviewer.goes("/events/")
    reviewer.clicks("DEV-1")
    reviewer.takes_picture("event")
    for step in ("Approve", "Close"):
        reviewer.clicks(step)
        reviewer.signs(step)
    reviewer.sees("Closed")


def _finds_no_use_as_is(cmo_qa: Person) -> None:
    """Trap T1: while the event misses a specification, accepting the product is not there to be chosen."""
    lawful = {"none": ["accept", "treat", "reprocess", "reject"], "specification": ["treat", "reprocess", "reject"]}
    for missed in ("specification", "none"):
        cmo_qa.page.get_by_label("Specification", exact=True).select_option(missed)
        cmo_qa.clicks("Save investigation")
        options = cmo_qa.page.get_by_label("Proposed disposition").locator("option")
        assert options.evaluate_all("found => found.map(option => option.value)") == ["", *lawful[missed]]


def _release_by_cmo(cmo_qa: Person, lot_id: UUID) -> None:
    cmo_qa.goes(f"/lots/{lot_id}/hand-over/")
    cmo_qa.clicks("Attest complete")
    cmo_qa.signs("Attest")
    for stage in ("batch", "packaged-lot"):
        cmo_qa.goes(f"/lots/{lot_id}/decide/{stage}/")
        cmo_qa.chooses("Release")
        cmo_qa.submits("Read what you sign")
        cmo_qa.signs("Sign")


def _review_and_release(reviewer: Person, head: Person, lot_id: UUID) -> None:
    reviewer.goes("/")
    reviewer.clicks(f"Review pack v1 of lot {NUMBER}")
    reviewer.takes_picture("review")
    while reviewer.page.get_by_role("link", name="Decide").count():
        href = reviewer.page.get_by_role("link", name="Decide").first.get_attribute("href")
        reviewer.goes(str(href))
        reviewer.fills({"Reason": "Explained in the batch record; no effect."})
        reviewer.submits("Decide")
        reviewer.goes("/")
        reviewer.clicks(f"Review pack v1 of lot {NUMBER}")
    reviewer.clicks("Accept the pack")
    reviewer.signs("Accept the pack")
    head.goes(f"/lots/{lot_id}/decide/sponsor/")
    radios = head.page.get_by_role("radio")
    assert radios.evaluate_all("found => found.map(radio => radio.value)") == ["release", "reprocess", "reject"]
    head.chooses("Release")
    head.submits("Read what you sign")
    head.takes_picture("sign")
    head.signs("Sign")
    head.goes(f"/lots/{lot_id}/")
    head.sees("Released")


def _ship(clerk: Person, lot_id: UUID) -> None:
    clerk.goes(f"/lots/{lot_id}/ship/")
    clerk.fills({"Quantity": "4942", "PO, ASN or invoice": "ASN-2", "Ship from": "Keystone, dock 4"})
    clerk.submits("Ship")
    clerk.goes(f"/lots/{lot_id}/")
    clerk.sees("Shipped")


def _audit(auditor: Person, site: Site, lot_id: UUID, folder: Path) -> None:
    auditor.goes("/room/")
    auditor.takes_picture("room")
    auditor.goes(f"/lots/{lot_id}/")
    auditor.submits("Signed dossier")
    link = auditor.page.locator("a[href^='/reports/'][href$='/file/']").first
    link.wait_for(timeout=90_000)
    auditor.takes_picture("signed-dossier")
    with auditor.page.expect_download() as download:
        link.click()
    path = folder / "dossier.pdf"
    download.value.save_as(path)
    words = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in words
    assert "Total document signed" in words
    assert "Not total document signed" not in words
    _judge(path, site)


def _judge(path: Path, site: Site) -> None:
    """pyHanko is the judge: intact as it is, broken by one byte inside the signed ranges."""
    roots = trusted_roots(site.folder / "seal" / "root.pem")
    content = path.read_bytes()
    place = content.index(b"/MediaBox") + 12
    broken = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    with ThreadPoolExecutor(1) as judge:  # pyHanko runs a loop of its own, and so does the browser's thread
        whole, changed = (
            judge.submit(verify, pdf, roots=roots, expected_sha256=None).result() for pdf in (content, broken)
        )
    assert whole.is_good, whole.problems
    assert not changed.intact
