"""A record's history is one click from its page, its signed PDF too; strangers find neither; roles say who exports."""

import re
from typing import Any

import pytest

from kernel import scope
from lots.models import Lot
from records.models import SealedReport
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.factories.world import World
from tests.workspace.records_made import Made, make_records
from tests.workspace.visiting import visitor
from workspace.outside.report_kinds import KINDS, RECORDS, SHEETS
from workspace.queries.history_rows import TECHNICAL

PAGES = [kind for kind in RECORDS if kind != "lot_dossier"]
"""The lot has its own history tab and its own card."""
pytestmark = pytest.mark.lot(until="released")


@pytest.fixture
def made(world: World, shop: Shop, lot: Lot) -> Made:
    return make_records(world, shop, lot)


def test_the_history_is_one_click_away_and_asks_for_both_papers(world: World, made: Made) -> None:
    client = visitor(world.auditor)
    for kind in PAGES:
        record = made.of(kind)
        with scope.opened(world.auditor):
            page = KINDS[kind].page(KINDS[kind].record(record.pk))
        here = client.get(page).content.decode()
        assert f'href="/history/{kind}/{record.pk}/"' in here, kind
        assert f'action="/reports/{kind}/{record.pk}/ask/"' in here, kind
        history = client.get(f"/history/{kind}/{record.pk}/").content.decode()
        assert f'action="/reports/{kind}_trail/{record.pk}/ask/"' in history, kind
        assert client.post(f"/reports/{kind}_trail/{record.pk}/ask/")["Location"] == f"/history/{kind}/{record.pk}/"
        asked = client.get(f"/history/{kind}/{record.pk}/").content.decode()
        assert 'hx-trigger="every 2s"' in asked, kind
    with scope.opened(world.auditor):
        assert set(SealedReport.objects.values_list("kind", flat=True)) == {f"{kind}_trail" for kind in PAGES}


def test_an_events_history_shows_changes_and_signatures(world: World, made: Made) -> None:
    page = visitor(world.reviewer).get(f"/history/quality_event/{made.event.pk}/").content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    for said in ("Quality event DEV-1", "state: Reported Under investigation", "Possible cause", "Quentin Abbot"):
        assert said in words, said


@pytest.mark.parametrize("kind", list(KINDS))
def test_strangers_get_404_and_who_may_not_export_gets_403(world: World, made: Made, kind: str) -> None:
    record = made.of(kind)
    ask = f"/reports/{kind}/{record.pk}/ask/"
    assert visitor(world.other_sponsor).post(ask).status_code == 404
    assert visitor(world.clerk).post(ask).status_code == 403
    assert keyed(world, "qa@bluemesa.example").get(f"/api/v1/records/{kind}/{record.pk}/").status_code == 404
    refused = keyed(world, "clerk@keystone.example").get(f"/api/v1/records/{kind}/{record.pk}/")
    assert (refused.status_code, refused.json()["detail"]) == (
        403, "Your role does not allow you to export records."
    )  # fmt: skip
    if kind in (*RECORDS, *SHEETS):
        assert visitor(world.other_sponsor).get(f"/history/{kind}/{record.pk}/").status_code == 404


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.endswith("_trail")])
def test_every_records_trail_is_exported(world: World, made: Made, kind: str) -> None:
    record = made.of(kind)
    answer: Any = keyed(world, "head.qa@alderpine.example").get(f"/api/v1/records/{kind}/{record.pk}/").json()
    assert answer["format"] == "audit-trail-1"
    assert set(answer["sections"]) == {"signatures", "trail", "refusals", "looks"}
    assert answer["sections"]["trail"]
    assert {row["by"] for row in answer["sections"]["trail"]} - {"a person of another company"}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_record_without_a_form_of_its_own_is_exported_whole(world: World, made: Made, kind: str) -> None:
    record = made.of(kind)
    client = visitor(world.head)
    if kind != "disposition":  # it is shown where it was signed; its history has an address all the same
        with scope.opened(world.head):
            page = KINDS[kind].page(KINDS[kind].record(record.pk))
        assert f'href="/history/{kind}/{record.pk}/"' in client.get(page).content.decode()
    history = client.get(f"/history/{kind}/{record.pk}/").content.decode()
    assert f'action="/reports/{kind}/{record.pk}/ask/"' in history
    assert "_trail/" not in history
    answer: Any = keyed(world, "head.qa@alderpine.example").get(f"/api/v1/records/{kind}/{record.pk}/").json()
    assert (answer["format"], answer["title"]) == ("record-1", KINDS[kind].words)
    assert set(answer["sections"]) == {"fields", "signatures", "trail", "refusals", "looks"}
    fields = {field.verbose_name for field in record._meta.concrete_fields if field.attname not in TECHNICAL}
    assert {row["field"].lower() for row in answer["sections"]["fields"]} == {str(name).lower() for name in fields}
    assert any(row["action"] == "made" for row in answer["sections"]["trail"])
    if kind == "product":
        told = {row["record"].partition(" ")[0] for row in answer["sections"]["trail"]}
        assert {"Product", "Master", "Specification", "Label"} <= told
    assert bool(answer["sections"]["signatures"]) is (kind in ("evidence_pack", "disposition"))
