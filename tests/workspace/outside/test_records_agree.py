"""Each kind of report: PDF and JSON say the same, and other programs find the file sound (domain §E.2)."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from pyhanko.sign.ades.report import AdESPassed

from evidence.outside.store import store
from kernel import scope
from kernel.clock import now
from lots.models import Lot
from records.models import AccessRecord, SealedReport
from records.outside.platform_seal import time_roots, trusted
from records.outside.verify import verify
from tests.factories.keys import keyed
from tests.factories.time_authority import root_pem, served
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.records.outside.long_term import judged_by_pyhanko
from tests.records.outside.paper import pdf_a_failures, pdfsig_says, text_of
from tests.workspace.records_made import Made, make_records
from workspace.actions import request_report
from workspace.kit.paper import printed_day, printed_moment
from workspace.outside.report_kinds import KINDS, RECORDS, SHEETS
from workspace.queries.verifying import known_seal
from workspace.tasks import render_report

AUDITOR, STRANGER = "auditor@example.org", "qa@bluemesa.example"
PRINTED = [*RECORDS, "quality_event_trail", "disposition"]
"""Every form of paper; the trail's extract is one, whatever the record, and so is the sheet of all fields."""
MOVING = {"Until", "Lots completed since", "Data as of"}
"""Facts that say when they were asked."""
COLORS = {"tone", "time_zone", "format"}
"""What the copy says to programs alone."""
DOSSIER_DRAWN = {"value", "low", "high", "is_open", "is_met"}
"""What the dossier prints as a bar or in the laboratory's own words; its own test compares those."""


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    """With a time-stamp authority, so that each file is sealed at the highest level."""
    settings.EVIDENCE_STORE, settings.SEAL_FOLDER = tmp_path / "store", tmp_path / "seal"
    settings.SEAL_TIMESTAMP_ROOTS = tmp_path / "time.pem"
    settings.SEAL_TIMESTAMP_ROOTS.write_bytes(root_pem())
    with served(None) as settings.SEAL_TIMESTAMP_URL:
        yield


@pytest.fixture
def made(world: World, shop: Shop, lot: Lot) -> Made:
    return make_records(world, shop, lot)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    else:
        yield name, value


def as_printed(name: str, value: Any, zone: str) -> str:
    """How the paper shows a value of the copy: by its form alone."""
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return printed_day(datetime.fromisoformat(text).date())
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+[+Z][\d:]*", text):
        return printed_moment(datetime.fromisoformat(text), zone)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return text.replace("-", "\u2212") if re.fullmatch(r"-\d+(\.\d+)?", text) else text


def sealed(world: World, kind: str, record: Any) -> tuple[SealedReport, bytes]:
    """The report as the auditor asks for it and a worker makes it."""
    by = world.auditor
    with scope.opened(by):
        asked = request_report(kind=kind, subject_id=record.pk, by=by, reason="", at=now())
    assert render_report(str(asked.partnership_id), str(asked.pk)) is True
    with scope.opened(by):
        report = SealedReport.objects.get(pk=asked.pk)
    return report, store().path(report.sha256).read_bytes()


@pytest.mark.lot(until="released")
@pytest.mark.parametrize("kind", PRINTED)
def test_pdf_and_json_say_the_same_and_the_file_is_sound(world: World, made: Made, kind: str, tmp_path: Path) -> None:
    record = made.of(kind)
    report, pdf = sealed(world, kind, record)
    with pikepdf.open(BytesIO(pdf)) as book:
        (name,) = [name for name in book.attachments if name.endswith(".json")]
        attached = book.attachments[name].get_file().read_bytes()
    copied = json.loads(attached)
    _agrees(kind, copied, squeezed(text_of(pdf, "-raw")))
    _exported_alike(world, kind, record, copied)
    _is_sound(report, pdf, attached, tmp_path)


def test_the_verify_page_finds_the_number_of_every_kind() -> None:
    """The prefixes stand twice: where the number is printed, and in the function that finds it."""
    function = (Path(settings.BASE_DIR) / "kernel" / "rls" / "sql" / "60_reports.sql").read_text(encoding="utf-8")
    for code in (*RECORDS, *SHEETS):
        assert f"WHEN r.kind = '{code}' THEN '{KINDS[code].prefix.lower()}'" in function, code


def _agrees(kind: str, copied: dict[str, Any], paper: str) -> None:
    left_out = COLORS | DOSSIER_DRAWN if kind == "lot_dossier" else COLORS
    zone = copied.get("time_zone") or copied["lot"]["time_zone"]
    said = [
        as_printed(name, value, zone)
        for name, value in leaves(copied)
        if name not in left_out and value is not None and value != ""
    ]
    assert len(said) > 40
    assert [words for words in said if squeezed(words) not in paper] == []


def _exported_alike(world: World, kind: str, record: Any, copied: dict[str, Any]) -> None:
    """The API's answer is the copy of the PDF but for who printed it when, and for the looks between the two."""
    answer = keyed(world, AUDITOR).get(f"/api/v1/records/{kind}/{record.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    exported = json.loads(answer.content)
    assert exported["printing"]["printed_by"] == copied["printing"]["printed_by"] == "Astrid Nyman"
    assert _compared(exported) == _compared(copied)
    assert keyed(world, STRANGER).get(f"/api/v1/records/{kind}/{record.pk}/").status_code == 404
    with scope.opened(world.auditor):
        looks = set(AccessRecord.objects.filter(subject_id=record.pk).values_list("what", flat=True))
        title = KINDS[kind].title(KINDS[kind].record(record.pk))
    assert f"Exported {title}" in looks


def _compared(copied: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in copied.items() if name not in ("printing", "gate")}
    if "facts" in kept:
        kept["facts"] = [fact for fact in kept["facts"] if fact["label"] not in MOVING]
        kept["sections"] = {name: rows for name, rows in kept["sections"].items() if name != "looks"}
    return kept


def _is_sound(report: SealedReport, pdf: bytes, attached: bytes, folder: Path) -> None:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    said = pdfsig_says(path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    qpdf = shutil.which("qpdf")
    assert qpdf is not None, "apt-get install qpdf"
    checked = subprocess.run([qpdf, "--check", path], capture_output=True, check=False, text=True)
    assert (checked.returncode, "No syntax or stream encoding errors found" in checked.stdout) == (0, True)
    assert pdf_a_failures(pdf) == []
    number = KINDS[report.kind].number(report)
    pages = text_of(pdf).split("\f")[:-1]
    for place, page in enumerate(pages, start=1):
        assert f"Page {place} of {len(pages)}" in page
        assert sha256(attached).hexdigest() in page
        assert number in page
        assert "by Astrid Nyman, Nyman Quality Audits" in " ".join(page.split())
    judged = verify(pdf, roots=trusted(now()), expected_sha256=report.sha256, time_roots=time_roots())
    assert (judged.is_good, judged.level, judged.problems) == (True, "B-LTA", ())
    years_later = now() + timedelta(days=3 * 365)
    long_term = judged_by_pyhanko(pdf, [*trusted(now()), *time_roots()], at=years_later)
    assert long_term.ades_subindic == AdESPassed.OK
    known = known_seal(number)
    assert known is not None
    assert (known.kind, known.sha256) == (report.kind, report.sha256)
