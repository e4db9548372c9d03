"""An auditor is let in for one lot, sees only that, asks, is answered, takes everything home, and is out again."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pikepdf
import pytest
from django.test import override_settings
from pypdf import PdfReader

from oversight.demo.stage import Stage
from oversight_verify.command import main
from tests.journeys.lot_story import NUMBER, RELEASED, released
from tests.journeys.people import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

CMO_QA, HEAD, AUDITOR = "qa@keystone.example", "head.qa@alderpine.example", "auditor@example.org"
WORDS = "Calibration certificate of balance B-07"


def test_an_auditors_visit(enter: Any, site: Site, stage: Stage, lot_id: UUID, tmp_path: Path) -> None:
    with override_settings(EVIDENCE_STORE=site.folder / "evidence"):  # where the site's own workers look
        shown = released(stage)
    head, cmo_qa, auditor = enter(HEAD), enter(CMO_QA), enter(AUDITOR)
    _end(head)
    _let_in(head, auditor)
    _sees_one_lot(auditor, shown, lot_id)
    _asks(auditor)
    original = _answers(cmo_qa, tmp_path)
    _takes_a_copy(auditor, original)
    _takes_everything(auditor, site, shown, tmp_path)
    _end(head)
    auditor.goes("/room/")
    auditor.sees("no longer in sight")
    assert _status(auditor, f"/lots/{shown}/") == 404


def _end(head: Person) -> None:
    """The access that runs."""
    head.goes("/people/auditors/")
    address = head.page.locator("a[href$='/end/'], a[href*='/revoke']").first.get_attribute("href")
    head.goes(str(address))
    head.fills({"Reason": "The audit is over."})
    head.clicks("End it")


def _let_in(head: Person, auditor: Person) -> None:
    head.goes("/people/auditors/grant/")
    head.page.get_by_label("Partnership").select_option(label="Keystone Blending Co. → Alder & Pine Nutrition")
    today = head.page.evaluate("new Date().toISOString().slice(0, 10)")
    head.fills(
        {
            "Auditor’s e-mail": AUDITOR, "Auditor’s full name": "Astrid Nyman",
            "Auditor’s firm": "Nyman Quality Audits",
            "Purpose": "Claim about one lot", "From": today, "To and including": f"{int(today[:4]) + 1}-01-15",
            "Only these lots": RELEASED,
        }
    )  # fmt: skip
    head.clicks("Grant read access")
    head.sees(f"lot {RELEASED}")


def _sees_one_lot(auditor: Person, shown: UUID, other: UUID) -> None:
    auditor.goes("/room/")
    auditor.sees(RELEASED)
    auditor.goes("/lots/")
    words = auditor.page.inner_text("main")
    assert (RELEASED in words, NUMBER in words) == (True, False)
    assert (_status(auditor, f"/lots/{shown}/"), _status(auditor, f"/lots/{other}/")) == (200, 404)


def _status(person: Person, path: str) -> int:
    answer = person.page.goto(path)
    assert answer is not None
    return int(answer.status)


def _asks(auditor: Person) -> None:
    auditor.goes("/room/")
    auditor.clicks("Ask for a document or record")
    day = auditor.page.evaluate("new Date(Date.now() + 3 * 864e5).toISOString().slice(0, 10)")
    auditor.fills({"What you ask for": WORDS, "To be answered by the end of": day})
    auditor.submits("Ask")
    auditor.sees(WORDS)
    auditor.takes_picture("auditor-request")


def _answers(cmo_qa: Person, folder: Path) -> bytes:
    """From the inbox, with a file; its bytes."""
    made, path = pikepdf.new(), folder / "balance B-07.pdf"
    made.add_blank_page(page_size=(420, 595))
    made.save(path)
    cmo_qa.goes("/")
    cmo_qa.clicks("Auditor’s request 1")
    cmo_qa.fills({"Answer": "The certificate for March is enclosed."})
    cmo_qa.page.get_by_label("Or a file").set_input_files(path)
    cmo_qa.submits("Answer")
    cmo_qa.sees("The answer is with the auditor.")
    return path.read_bytes()


def _takes_a_copy(auditor: Person, original: bytes) -> None:
    auditor.goes("/room/")
    auditor.clicks(WORDS)
    auditor.sees("The certificate for March is enclosed.")
    content = _downloaded(auditor, "balance B-07.pdf")
    text = PdfReader(io.BytesIO(content)).pages[0].extract_text().replace("\n", "")
    assert content != original
    assert "Copy for Astrid Nyman, Nyman Quality Audits" in text
    assert re.search(r"SHA-256 of the original: [0-9a-f]{64}", text)


def _downloaded(person: Person, name: str) -> bytes:
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name=name).first.click()
    return Path(str(download.value.path())).read_bytes()


def _takes_everything(auditor: Person, site: Site, shown: UUID, folder: Path) -> None:
    """The package verifies by itself, and is of this lot alone."""
    auditor.goes("/room/")
    auditor.submits("Make a sealed package")
    auditor.page.get_by_role("link", name="Audit package").first.wait_for(timeout=120_000)
    auditor.takes_picture("auditor-package")
    package = folder / "package.zip"
    package.write_bytes(_downloaded(auditor, "Audit package"))
    keys = site.folder / "seal" / "history.pub"
    command = [str(package), "--keys", str(keys), "--roots", str(site.folder / "seal" / "root.pem")]
    with ThreadPoolExecutor(1) as alone:  # pyHanko runs a loop of its own, and so does the browser's thread
        assert alone.submit(main, command).result() == 0
    assert f"dossiers/{shown}.pdf".encode() in package.read_bytes()
