"""The pages of a change in a browser: impact, sign-off, the approved text, running lots, emergency, board, calendar."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from change_control.models import ChangeRequest, ImpactLine, LotDecision
from change_control.overview import _COLUMNS
from change_control.queries import OPEN
from kernel import scope
from kernel.clock import now
from lots.models import Hold, Lot
from masters.models import MasterRecord
from tests.change_control.made import decide, propose, submit
from tests.change_control.test_versions import propose as propose_slower
from tests.factories.baseline import make_product
from tests.factories.browsers import browser
from tests.factories.walked import Shop
from tests.factories.world import World

pytestmark = pytest.mark.lot(until="in_process")
CLERK, QUALITY, HEAD = "clerk@keystone.example", "qa@keystone.example", "head.qa@alderpine.example"
FIELD = re.compile(r'<input class="form-control" type="text" name="([^"]+)" value="([^"]*)"')


def test_every_open_state_stands_in_one_column() -> None:
    shown = [state for _, states in _COLUMNS for state in states]
    assert sorted(shown) == sorted(OPEN)


def form(shop: Shop, **changed: Any) -> dict[str, Any]:
    return {
        "product": str(shop.product.pk), "title": "Drier room", "trigger": "process", "description": "45 to 50 %.",
        "justification": "Humid weeks.", "impact": "Water of 12 blends.", "run_out": "", "kind": "master_record",
        "effective_on": (now() + timedelta(days=20)).date().isoformat(),
    } | changed  # fmt: skip


def test_a_clerk_changes_one_figure_of_what_is_in_force(world: World, shop: Shop, lot: Lot) -> None:
    clerk = browser(world, CLERK)
    url = clerk.post("/changes/propose/", form(shop)).headers["location"]
    page = clerk.get(url).content.decode()
    fields = dict(FIELD.findall(page))
    assert "MMR-0417 v3 is in force" in page
    wrong = clerk.post(url, fields | {"control_points.0.highest": "forty"})
    assert wrong.status_code == 400
    assert "highest: “forty” cannot be read" in wrong.content.decode()
    same = clerk.post(url, fields)
    assert "It says the same as the version in force." in same.content.decode()
    back = clerk.post(url, fields | {"control_points.0.highest": "50"}).headers["location"]
    shown = clerk.get(back).content.decode()
    assert "what the new version says otherwise" in shown
    with scope.opened(world.clerk):
        change = ChangeRequest.objects.get()
        assert (change.kind, change.based_on) == ("master_record", MasterRecord.objects.get().pk)
        assert change.content["control_points"][0]["highest"] == "50"
    assert clerk.get(f"/changes/{change.pk}/content/weather/").status_code == 404


def test_lines_are_answered_and_signed_off_on_pages(world: World, shop: Shop, lot: Lot) -> None:
    clerk, quality, head = browser(world, CLERK), browser(world, QUALITY), browser(world, HEAD)
    change = propose(world, shop.product.pk, by=world.clerk, effective_on=now().date())
    url = f"/changes/{change.pk}/"
    clerk.post(f"{url}submit/")
    page = clerk.get(f"{url}impact/").content.decode()
    positions = sorted(int(found) for found in re.findall(r'name="answer_(\d+)"', page))
    given = {
        f"{name}_{place}": "None." if name == "answer" else "2"
        for place in positions
        for name in ("answer", "severity", "probability", "detectability")
    }
    assert clerk.post(f"{url}impact/", given | {"severity_1": "9"}).status_code == 200
    assert clerk.post(f"{url}impact/", given).headers["location"] == url
    assert "Sign these lines off" not in clerk.get(url).content.decode()
    for who in (quality, head):
        waiting = re.findall(r'name="line" value="(\d+)"', who.get(url).content.decode())
        assert waiting
        who.post(f"{url}sign-off/", {"line": waiting})
        assert "Sign these lines off" not in who.get(url).content.decode()
    with scope.opened(world.clerk):
        signed = dict(ImpactLine.objects.values_list("area", "signed_off_by__name"))
    assert signed["validation"] == "Quentin Abbot"
    assert signed["regulatory"] == "Helen Okafor"
    assert None not in signed.values()


def test_an_emergency_and_a_running_lot_on_pages(world: World, shop: Shop, lot: Lot) -> None:
    quality, reviewer = browser(world, QUALITY), browser(world, "qa@alderpine.example")
    change = propose(world, shop.product.pk, trigger="packaging", effective_on=now().date())
    url = f"/changes/{change.pk}/emergency/"
    assert "KB-1" in quality.get(url).content.decode()
    assert quality.post(url, {"reason": "burnt out"}).status_code == 200
    assert quality.post(url, {"lots": [str(lot.pk)], "reason": "burnt out"}).status_code == 302
    with scope.opened(world.clerk):
        assert Hold.objects.get().event_number == change.number
    assert f"/changes/{change.pk}/" in quality.get(f"/lots/{lot.pk}/").content.decode()
    slower = decide(submit(propose_slower(world, shop), world.clerk), world.head)
    where = f"/changes/{slower.pk}/lots/{lot.pk}/"
    assert "Decide on KB-1" in reviewer.get(f"/changes/{slower.pk}/").content.decode()
    assert reviewer.post(where, {"decision": "keep_old", "reason": "blended"}).status_code == 302
    with scope.opened(world.clerk):
        assert LotDecision.objects.get().decision == "keep_old"


def test_one_form_asks_several_sponsors(world: World, shop: Shop, lot: Lot) -> None:
    zinc = make_product(world, partnership=world.blue_keystone, code="ZN-30", name="Zinc 30 mg")
    clerk = browser(world, CLERK)
    assert "Zinc 30 mg" in clerk.get("/changes/propose/").content.decode()
    made = clerk.post("/changes/propose/", form(shop, kind="", also=[str(zinc.pk)]))
    assert made.status_code == 302
    with scope.opened(world.clerk):
        assert ChangeRequest.objects.count() == 2
    assert "Zinc 30 mg" in clerk.get(made.headers["location"]).content.decode()


def test_board_and_calendar_take_the_same_queries(world: World, shop: Shop, lot: Lot) -> None:
    clerk = browser(world, CLERK)
    today = now().date()
    for _ in range(2):  # the second one on warm caches
        propose(world, shop.product.pk, effective_on=today)
        queries = {}
        for page in ("board", "calendar"):
            with CaptureQueriesContext(connection) as few:
                clerk.get(f"/changes/{page}/")
            queries[page] = len(few)
    for _ in range(3):
        propose(world, shop.product.pk, effective_on=today)
    for page, before in queries.items():
        with CaptureQueriesContext(connection) as more:
            text = clerk.get(f"/changes/{page}/").content.decode()
        assert len(more) == before, page
        assert len(re.findall(r">CR-\d<", text)) == 5, page


def test_strangers_and_auditors_change_nothing(world: World, shop: Shop, lot: Lot) -> None:
    change = propose(world, shop.product.pk, effective_on=now().date())
    stranger, auditor = browser(world, "qa@bluemesa.example"), browser(world, "auditor@example.org")
    for path in ("impact/", "emergency/", "conditions/", "content/master_record/", f"lots/{lot.pk}/"):
        assert stranger.get(f"/changes/{change.pk}/{path}").status_code == 404
    assert auditor.get(f"/changes/{change.pk}/").status_code == 200
    assert auditor.get("/changes/board/").status_code == 200
    assert auditor.post(f"/changes/{change.pk}/submit/").status_code == 404  # she locks nothing
