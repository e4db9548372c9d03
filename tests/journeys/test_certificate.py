"""A clerk takes certificates before the pack: JSON, a table of foreign columns, a PDF by hand that another compares."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook

from evidence.pack.format import Pack
from evidence.pack.reading import from_workbook
from oversight.demo.papers import plain_paper
from oversight.demo.stage import Stage
from tests.factories.certificates import LEAD, attachment, certificate
from tests.journeys.lot_story import NUMBER, evidence
from tests.journeys.people import Person
from tests.journeys.test_main_job import _complete

pytestmark = pytest.mark.journey

CLERK, CMO_QA, REVIEWER = "clerk@keystone.example", "qa@keystone.example", "qa@alderpine.example"
ARSENIC = LEAD | {"PropertyId": "ARSENIC", "Property": "Arsenic", "Value": "0.11", "Maximum": "1.0"}
TABLE = (
    ("Summit Analytical, sheet of results",),
    ("Analysis", "Found", "Einheit", "Day", "Batch"),
    ("TAMC", "<10", "CFU/g", "20.03.2026", NUMBER),
    ("CADMIUM", "0,03", "ppm", "20.03.2026", NUMBER),
    ("CADMIUM", "0,40", "ppm", "20.03.2026", "MG2611-899"),
)
KIND = "Summit, sheet of results"
RICE, RICE_LOT = "RICE-FL, Rice flour", "C-2611-RICE-9"
EXPECTED = {"LEAD": "0.08", "ARSENIC": "0.11", "TAMC": "<10", "CADMIUM": "0.03", "ASSAY": "127.4"}


def test_certificates_come_before_the_pack(enter: Any, stage: Stage, lot_id: UUID, tmp_path: Path) -> None:
    clerk, cmo_qa = enter(CLERK), enter(CMO_QA)
    _complete(clerk, f"/lots/{lot_id}/")
    _json(clerk, lot_id, tmp_path)
    _table(clerk, lot_id, tmp_path)
    _supplied(clerk, lot_id, tmp_path)
    _typed(clerk, lot_id, tmp_path)
    assert "ASSAY" not in _results(_workbook(clerk, lot_id))  # it waits for a second person
    _compared(clerk, cmo_qa, lot_id)
    blank = _workbook(clerk, lot_id)
    assert _results(blank) == EXPECTED
    assert [(lot.number, lot.certificate) for lot in blank.materials.component_lots] == [(RICE_LOT, "coa rice.json")]
    _handed_over(clerk, stage, lot_id, tmp_path, blank)
    _traced(enter(REVIEWER), lot_id)


def _drops(clerk: Person, lot_id: UUID, path: Path, content: bytes, **of: str) -> None:
    path.write_bytes(content)
    clerk.goes(f"/lots/{lot_id}/certificates/")
    clerk.page.set_input_files("#id_files", path)
    if of:
        clerk.page.get_by_label("It is the certificate of").select_option(label=of["component"])
        clerk.fills({"Component lot": of["lot"]})
    clerk.clicks("Look at it")


def _json(clerk: Person, lot_id: UUID, folder: Path) -> None:
    """Every row with its verdict, nothing stored; then taken, with the document inside."""
    report = plain_paper("Chromatograms", ["Summit Analytical Laboratories"]).getvalue()
    data = certificate(NUMBER, LEAD, ARSENIC, attachments=[attachment("chromatograms.pdf", report)])
    _drops(clerk, lot_id, folder / "coa.json", data)
    clerk.sees("Nothing is stored yet.")
    assert clerk.page.get_by_text("Conforms", exact=True).count() == 2
    clerk.goes(f"/lots/{lot_id}/certificates/")
    clerk.sees("No result has been read or typed ahead of the next pack.")
    _drops(clerk, lot_id, folder / "coa.json", data)
    clerk.clicks("Take these results")
    clerk.sees("2 results of “coa.json” taken for the next pack.")


def _table(clerk: Person, lot_id: UUID, folder: Path) -> None:
    """Columns chosen once; the next file of the kind is read by them at a click."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TABLE:
        sheet.append(row)
    book.save(folder / "made.xlsx")
    data = (folder / "made.xlsx").read_bytes()
    _drops(clerk, lot_id, folder / "summit.xlsx", data)
    clerk.fills({"Row of the headings": "2"})
    clerk.clicks("Look again")
    _chooses_columns(clerk)
    clerk.takes_picture("certificate-columns")
    clerk.clicks("Keep the columns and read the file")
    clerk.sees("1 row of another lot is passed over: MG2611-899.")
    clerk.takes_picture("certificate-rows")
    _drops(clerk, lot_id, folder / "summit.xlsx", data)
    clerk.clicks(f"Read it as {KIND}, version 1")
    clerk.sees(f"read by {KIND}, version 1")
    clerk.clicks("Take these results")
    clerk.sees("2 results of “summit.xlsx” taken for the next pack.")


def _chooses_columns(clerk: Person) -> None:
    columns = {
        "Test": "Analysis",
        "Result value": "Found",
        "Unit": "Einheit",
        "Tested on": "Day",
        "Sample's lot": "Batch",
    }
    form = clerk.page.locator("form[method=post]").filter(has_text="Kind of document")
    for field, heading in columns.items():
        form.get_by_label(re.compile(rf"^{field}( optional|$)")).select_option(heading)
    clerk.fills({"Kind of document": KIND})
    clerk.chooses("Comma: 12,5")
    form.get_by_label("Days are written").select_option("dmy")


def _supplied(clerk: Person, lot_id: UUID, folder: Path) -> None:
    """The supplier's certificate of a component lot goes to the materials."""
    _drops(clerk, lot_id, folder / "coa rice.json", certificate("OR-88213", LEAD), component=RICE, lot=RICE_LOT)
    clerk.sees(f"For the materials: RICE-FL, lot {RICE_LOT}.")
    clerk.clicks("Take these results")
    clerk.sees("1 result of “coa rice.json” taken for the next pack.")


def _typed(clerk: Person, lot_id: UUID, folder: Path) -> None:
    """The claimed amount, beside the page that has it."""
    lines = ["Magnesium bisglycinate, assay: 127.4 mg per capsule", f"Lot {NUMBER}"]
    _drops(clerk, lot_id, folder / "assay.pdf", plain_paper("Certificate of analysis", lines).getvalue())
    clerk.page.get_by_label("Test", exact=True).select_option("ASSAY")
    clerk.fills({"Result": "127.4", "Unit": "mg/capsule"})
    clerk.clicks("Keep the result")
    clerk.sees("Waits for a second person")


def _compared(clerk: Person, cmo_qa: Person, lot_id: UUID) -> None:
    """Not by the person who typed it."""
    clerk.goes(f"/lots/{lot_id}/certificates/")
    clerk.clicks("Compare")
    clerk.sees("You typed this value; another person must compare it with the document.")
    cmo_qa.goes(f"/lots/{lot_id}/certificates/")
    cmo_qa.clicks("Compare")
    cmo_qa.clicks("It is what the document says")
    cmo_qa.sees("confirmed by Quentin Abbot")


def _workbook(clerk: Person, lot_id: UUID) -> Pack:
    clerk.goes(f"/lots/{lot_id}/hand-over/")
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="workbook of this lot").click()
    read = from_workbook(Path(download.value.path()).read_bytes())
    assert isinstance(read, Pack)
    return read


def _results(pack: Pack) -> dict[str, str]:
    """Test → value, of what came from a document."""
    return {row.test: row.value.text for row in pack.laboratory.results if row.document and row.value}


def _handed_over(clerk: Person, stage: Stage, lot_id: UUID, folder: Path, blank: Pack) -> None:
    """The rest is filled in; the certificates are here already and aren't uploaded again."""
    given = {row.test: {name: getattr(row, name) for name in row.model_fields_set} for row in blank.laboratory.results}
    read = {test: fields for test, fields in given.items() if fields.get("document")}

    def filled(pack: Pack) -> Pack:
        results = tuple(
            row.model_copy(update={**read.get(row.test, {}), "number": row.number}) for row in pack.laboratory.results
        )
        taken = {
            name: (*getattr(pack.materials, name), *getattr(blank.materials, name))
            for name in ("component_lots", "certificate_results")
        }
        parts = {
            "laboratory": pack.laboratory.model_copy(update={"results": results}),
            "materials": pack.materials.model_copy(update=taken),
            "documents": (*pack.documents, *blank.documents),
        }
        return pack.model_copy(update=parts)

    clerk.goes(f"/lots/{lot_id}/hand-over/")
    clerk.page.set_input_files("#id_files", evidence(stage, lot_id, folder, filled))
    clerk.clicks("Submit and check")
    clerk.sees("Version 1 is stored and checked")


def _traced(reviewer: Person, lot_id: UUID) -> None:
    """Where each value comes from: file, place, who, when, how."""
    reviewer.goes(f"/lots/{lot_id}/hand-over/")
    reviewer.clicks("All rules and data")
    pack = reviewer.page.url.split("?")[0].rstrip("/")
    reviewer.page.goto(f"{pack}/data/laboratory.results/")
    origins = reviewer.page.locator(".origin").all_inner_texts()
    assert len(origins) == len(EXPECTED)
    told = " ".join(origins)
    for words in (
        "Read from the certificate (JSON): coa.json, inspection 1, certificate ",
        f"{KIND}, version 1: summit.xlsx, Sheet, row 3, cell B3, by Carla Diaz",
        "Typed beside the document: assay.pdf, page 1, by Carla Diaz",
        "compared by Quentin Abbot",
    ):
        assert words in told
    reviewer.page.goto(f"{pack}/data/materials.certificate_results/")
    (supplied,) = reviewer.page.locator(".origin").all_inner_texts()
    assert "coa rice.json, inspection 1, certificate " in supplied
    assert ", by Carla Diaz" in supplied
