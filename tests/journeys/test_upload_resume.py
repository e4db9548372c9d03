"""A clerk's upload is broken in the middle: by the line, then by the server's sudden end; the same bytes arrive.

The pack has a gap: its rule, paragraph and cure stand there, and the next version closes it, each change with a reason.
"""

import hashlib
import random
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from evidence.pack.format import Pack
from oversight.demo.stage import Stage
from tests.factories.packs import with_row
from tests.journeys.lot_story import evidence
from tests.journeys.people import Person
from tests.journeys.site import Site
from tests.journeys.test_main_job import _complete

pytestmark = pytest.mark.journey

CLERK = "clerk@keystone.example"
CHUNK = 8 * 2**20
SCAN = "BPR scans.pdf"


def scanned(folder: Path) -> Path:
    """A scan of five chunks and a bit, whose bytes don't repeat."""
    path = folder / SCAN
    path.write_bytes(b"%PDF-1.7\n" + random.Random(7).randbytes(5 * CHUNK))  # noqa: S311 - bytes to compare
    return path


def test_a_broken_upload_goes_on_where_it_stopped(
    enter: Any, site: Site, stage: Stage, lot_id: UUID, tmp_path: Path
) -> None:
    clerk: Person = enter(CLERK)
    _complete(clerk, f"/lots/{lot_id}/")
    files = [*evidence(stage, lot_id, tmp_path, _nobody_tested), scanned(tmp_path)]
    _line_breaks(clerk, lot_id, files)
    offsets = _server_ends(clerk, site, lot_id, files)
    clerk.sees("Version 1 is stored and checked")
    assert min(offsets) >= CHUNK  # neither the scan nor a file before it was sent from its start again
    digest = hashlib.sha256(files[-1].read_bytes()).hexdigest()
    kept = site.folder / "evidence" / digest[:2] / digest[2:4] / digest
    assert kept.read_bytes() == files[-1].read_bytes()
    assert list((site.folder / "quarantine").iterdir()) == []
    _cures_the_gap(clerk, evidence(stage, lot_id, tmp_path)[:1])


def _nobody_tested(pack: Pack) -> Pack:
    """The first result is signed by no analyst."""
    return with_row(pack, "laboratory.results", {"test": pack.laboratory.results[0].test}, analyst=None)


def _cures_the_gap(clerk: Person, files: list[Path]) -> None:
    """One gap with rule, paragraph and cure; the corrected workbook alone, and why it differs."""
    clerk.sees("1 gap is open")
    gap = clerk.page.locator(".gap")
    assert gap.count() == 1
    assert "111." in gap.locator(".clause").inner_text()
    assert len(gap.locator(".gap-cure").inner_text()) > len("Cure: ")
    clerk.page.set_input_files("#id_files", files)
    clerk.fills({"What changed since the last version": "Initials added from the laboratory's book"})
    clerk.clicks("Submit and check")
    clerk.sees("differ from the last version")  # the initials, and the scan that the first workbook did not list
    clerk.page.get_by_label("One reason for all changes").fill("")
    clerk.clicks("Submit and check")
    clerk.sees("changes still without a reason. What you typed is kept.")
    clerk.page.get_by_label("One reason for all changes").fill("The scan is kept with version 1")
    clerk.page.get_by_label(re.compile("^Reason for .*, Analyst")).fill("The analyst forgot the initials")
    clerk.clicks("Submit and check")
    clerk.sees("No gaps.")


def _line_breaks(clerk: Person, lot_id: UUID, files: list[Path]) -> None:
    """The third chunk of the scan finds no line; the tab is left."""
    broken: list[int] = []

    def lose(route: Any) -> None:
        broken.append(_offset(route.request))
        route.abort("internetdisconnected")

    _submitted(clerk, lot_id, files, 2 * CHUNK, lose)
    _until(clerk, broken)
    clerk.goes("/lots/")
    clerk.page.unroute_all()


def _server_ends(clerk: Person, site: Site, lot_id: UUID, files: list[Path]) -> list[int]:
    """The same files in a new tab; -9 to the web server, which comes back; the client goes on by itself."""
    killed: list[int] = []

    def kill(route: Any) -> None:
        route.continue_()
        if not killed:
            killed.append(_offset(route.request))
            site.kill_web()

    offsets = _submitted(clerk, lot_id, files, CHUNK, kill)
    _until(clerk, killed)
    site.start_web()
    clerk.page.get_by_text("Version 1 is stored and checked").wait_for(timeout=60_000)
    return offsets


def _submitted(clerk: Person, lot_id: UUID, files: list[Path], reached: int, happens: Any) -> list[int]:
    """The page with the files on their way; what happens to chunks from this offset on; the offset of every chunk."""
    clerk.goes(f"/lots/{lot_id}/hand-over/")
    clerk.page.set_input_files("#id_files", files)
    offsets: list[int] = []

    def meets(route: Any) -> None:
        offset = _offset(route.request)
        offsets.extend([offset] if offset >= 0 else [])
        if offset >= reached:
            happens(route)
        else:
            route.continue_()

    clerk.page.route(lambda address: "/arrivals/" in address, meets)
    clerk.page.get_by_role("button", name="Submit and check").click()
    return offsets


def _offset(request: Any) -> int:
    """Where a chunk begins; -1 for a request that carries none."""
    return int(request.headers["upload-offset"]) if request.method == "PATCH" else -1


def _until(clerk: Person, happened: list[int]) -> None:
    for _ in range(600):
        if happened:
            return
        clerk.page.wait_for_timeout(20)
    words = clerk.page.locator(".dropzone-files").inner_text()
    raise AssertionError(f"the chunk was never sent: {words}")
