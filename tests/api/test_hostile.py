"""Whatever somebody types or sends: kept to the letter or refused in words, never a 500, nothing half-written.

Names, workbooks and packs are tried in `tests/evidence`, accounts in `tests/parties`; here are the API's other texts,
addresses' queries, files as evidence, and what comes out in exports.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from change_control.models import ChangeRequest
from evidence.models import EvidenceFile
from kernel import scope
from lots.models import Hold, Lot
from oversight.problems import MEDIA_TYPE, problem
from tests.evidence.scene import Scene, scene
from tests.evidence.upload import HOSTILE
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.isolation.reading import body_of
from tests.lots.rows import lots_of, product_of
from traceability.models import Consignee

__all__ = ["scene"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHAPE = set(problem(400))
ALWAYS = ["a\x00b", "\u202egnp.exe", "x" * 25_000, " ", "\ufeff", "'\"><script>alert(1)</script>"]
"""One of each kind that has hurt somebody; every test of texts asks them all."""
CLERK = "clerk@keystone.example"


def lines_of(*patterns: str) -> Iterator[str]:
    for pattern in patterns:
        for path in sorted(HOSTILE.glob(pattern)):
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def hostile_texts(start: int, step: int) -> list[str]:
    """Naughty strings, markup, SQL, formulas, odd scripts, and the cells of csv-spectrum; each once.

    They stand source by source, so every `step`-th from `start` has some of each; `ALWAYS` are there always.
    """
    if not HOSTILE.exists():
        pytest.skip(f"no hostile material in {HOSTILE}")
    naughty = json.loads((HOSTILE / "blns" / "blns.json").read_text(encoding="utf-8"))
    spectrum = [cell for row in _spectrum() for cell in row]
    lines = lines_of(
        "fuzzdb/xss/*.txt", "fuzzdb/sql-injection/**/*.txt", "fuzzdb/unicode/*.txt", "csv-injection/**/*.txt"
    )
    every = list(dict.fromkeys([*naughty, *spectrum, *lines]))
    return list(dict.fromkeys([*every[start::step], *ALWAYS]))


def _spectrum() -> Iterator[list[str]]:
    for path in sorted(HOSTILE.glob("csv-spectrum/csvs/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.reader(file)


def check_problem(answer: Any, about: object) -> None:
    """A refusal: the one shape, with a sentence."""
    assert answer.status_code in (400, 404, 409, 413, 415, 422), (answer.status_code, about)
    assert answer.headers["Content-Type"] == MEDIA_TYPE, about
    body = answer.json()
    assert set(body) == SHAPE, about
    assert body["detail"], about


def post(client: Client, path: str, **values: object) -> Any:
    return client.post(path, json.dumps(values), content_type="application/json")


def test_texts_of_a_change_are_kept_to_the_letter_or_refused(scene: Scene) -> None:
    client, kept = keyed(scene.world, CLERK), {}
    fixed = {"product": str(scene.shop.product.pk), "trigger": "supplier", "effective_on": "2026-04-01"}
    for text in hostile_texts(0, 10):
        answer = post(
            client, "/api/v1/changes/", **fixed, title=text, description=text, justification="as said", impact=text
        )  # fmt: skip
        if answer.status_code == 201:
            kept[answer.json()["id"]] = text.strip()
        else:
            check_problem(answer, text)
    assert len(kept) > 60
    with scope.opened(scene.world.clerk):
        stored = {str(row.pk): (row.title, row.description, row.impact) for row in ChangeRequest.objects.all()}
    assert stored == {key: (text, text, text) for key, text in kept.items()}


def test_names_of_consignees(scene: Scene) -> None:
    client, expected = keyed(scene.world, CLERK), set()
    fixed = {"partnership": str(scene.shop.partnership.pk), "kind": "retailer", "contact": "recall@x.example"}
    for text in hostile_texts(2, 20):
        answer = post(client, "/api/v1/consignees/", **fixed, name=text, address=text)
        if answer.status_code == 201:
            expected.add(text.strip())
        else:
            check_problem(answer, text)
    with scope.opened(scene.world.clerk):
        assert set(Consignee.objects.values_list("name", flat=True)) == expected
    page = browser(scene.world, CLERK).get("/consignees/").content.decode()
    assert "<script>alert(" not in page


def test_reasons_of_holds(scene: Scene) -> None:
    client, expected = keyed(scene.world, "qa@alderpine.example"), []
    for text in hostile_texts(1, 60):
        answer = post(client, f"/api/v1/lots/{scene.lot.pk}/holds/", reason=text)
        if answer.status_code == 201:
            expected.append(text.strip())
            lifted = post(client, f"/api/v1/holds/{answer.json()['id']}/lift/", reason=text)
            assert lifted.status_code == 200, text
        else:
            check_problem(answer, text)
    with scope.opened(scene.world.reviewer):
        kept = list(Hold.objects.order_by("placed_at", "id").values_list("reason", "lift_reason"))
    assert kept == [(text, text) for text in expected]
    page = browser(scene.world, "qa@alderpine.example").get(f"/lots/{scene.lot.pk}/").content.decode()
    assert "<script>alert(" not in page


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/search/", "q"),
        ("/lots/", "number"),
        ("/lots/export.csv", "number"),
        ("/trace/", "number"),
        ("/events/", "state"),
        ("/changes/", "state"),
        ("/lots/", "after"),
        ("/api/v1/lots/", "number"),
        ("/api/v1/lots/", "cursor"),
        ("/api/v1/lots/", "after"),
        ("/api/v1/changes/", "product_id"),
    ],
)
def test_queries(scene: Scene, path: str, name: str) -> None:
    place = len(path + name)  # every page gets another part
    client = keyed(scene.world, CLERK) if path.startswith("/api/") else browser(scene.world, CLERK)
    for text in hostile_texts(place, 120):
        typed = text[:3000].encode("utf-8", "replace").decode()
        answer = client.get(path, {name: typed})
        assert answer.status_code < 500, text
        if path.startswith("/api/") and answer.status_code >= 400:
            check_problem(answer, text)
        else:
            assert b"<script>alert(" not in body_of(answer), text


def test_json_that_is_none_and_json_of_another_shape(scene: Scene) -> None:
    client = keyed(scene.world, CLERK)
    paths = sorted(HOSTILE.glob("jsontestsuite/test_parsing/*.json"))
    if not paths:
        pytest.skip(f"no JSONTestSuite in {HOSTILE}")
    addresses = ("/api/v1/changes/", f"/api/v1/lots/{scene.lot.pk}/void/")  # by turns: one parser reads for both
    for path, address in zip(paths, cycle(addresses), strict=False):
        answer = client.post(address, path.read_bytes(), content_type="application/json")
        check_problem(answer, (path.name, address))
        if path.name.startswith("n_") and path.read_bytes():  # nothing at all is a void without a reason
            assert answer.status_code == 400, path.name
    with scope.opened(scene.world.clerk):
        assert not ChangeRequest.objects.exists()
        assert Lot.objects.get(pk=scene.lot.pk).state == "completed"


def test_files_come_back_byte_for_byte_or_are_refused(scene: Scene) -> None:
    client, kept = keyed(scene.world, CLERK), {}
    material = [path for folder in ("csv-spectrum/csvs", "jcs/testdata", "zip-slip", "csv-injection")
                for path in sorted(HOSTILE.glob(f"{folder}/**/*")) if path.is_file()]  # fmt: skip
    if not material:
        pytest.skip(f"no hostile material in {HOSTILE}")
    for path in material:
        upload = SimpleUploadedFile(path.name, path.read_bytes())
        answer = client.post("/api/v1/files/", {"lot": str(scene.lot.pk), "file": upload})
        if answer.status_code == 201:
            kept[answer.json()["id"]] = path
        else:
            check_problem(answer, path.name)
    assert {path.suffix for path in kept.values()} >= {".csv"}
    for key, path in kept.items():
        answer = client.get(f"/api/v1/files/{key}/content/")
        assert body_of(answer) == path.read_bytes(), path.name
        assert answer.headers["Content-Disposition"].startswith("attachment"), path.name
    with scope.opened(scene.world.clerk):
        hashes = set(EvidenceFile.objects.values_list("sha256", flat=True))
    assert hashes == {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept.values()}


def test_exports_run_no_formula(scene: Scene) -> None:
    """Numbers and names that a spreadsheet would run are texts in both files."""
    payloads = [line[:38] for line in lines_of("csv-injection/Intruder/csv-payload.txt") if line]
    if not payloads:
        pytest.skip(f"no hostile material in {HOSTILE}")
    numbers = list(dict.fromkeys(payloads))
    product = product_of(scene.world.alder_keystone, code="=1+1", name="@SUM(1+1)*cmd|' /C calc'!A0")
    lots_of(scene.world, product, numbers)
    client = browser(scene.world, CLERK)
    text = body_of(client.get("/lots/export.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(numbers) + 2  # the head, and the scene's own lot
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []
    assert {f"'{n}" if n.startswith(FORMULA) else n for n in numbers} <= {row[0] for row in rows}
    book = load_workbook(io.BytesIO(body_of(client.get("/lots/export.xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(FORMULA)] == []
