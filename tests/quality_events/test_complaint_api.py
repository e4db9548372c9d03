"""Complaints over the API: the same actions as on the pages, problems in one shape."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kernel.clock import now
from lots.models import Lot
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.quality_events.told import NONE, receive, screen

COMPLETED = pytest.mark.lot(until="completed")
LIST = "/api/v1/complaints/"


def _post(client: Any, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def _given(shop: Shop, lot: Lot, **changed: Any) -> dict[str, Any]:
    received_at = (now() - timedelta(hours=2)).isoformat()
    given = {"product": str(shop.product.pk), "lots": [str(lot.pk)], "sponsor_received_at": received_at}
    return given | {"nature": "quality", "channel": "phone", "reporter": "consumer", "words": "Smells."} | changed


@COMPLETED
def test_from_the_receipt_to_the_review(shop: Shop, lot: Lot) -> None:
    client = keyed(shop.world, "qa@alderpine.example")
    made = _post(client, LIST, _given(shop, lot))
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["number"], told["state"], told["screen"], told["reports"]) == ("CMP-1", "received", None, [])
    assert told["lots"] == [{"id": str(lot.pk), "number": "KB-1", "is_named": True, "is_relevant": True}]
    assert {move["verb"] for move in told["available_actions"] if move["needs_signature"]} >= {"screen"}
    address = f"{LIST}{told['id']}/"
    answers = NONE | {"hospitalization": True}
    screened = _post(client, f"{address}screen/", {"is_adverse": True, "answers": answers, "basis": "Letter."}).json()
    assert (screened["screen"]["is_serious"], screened["screen"]["basis"]) == (True, "Letter.")
    (report,) = screened["reports"]
    assert (report["position"], report["state"], report["submitted_at"]) == (1, "due", None)
    earlier = (now() - timedelta(hours=5)).isoformat()
    cmo = keyed(shop.world, "qa@keystone.example")
    received = _post(cmo, f"{address}receipt/", {"received_at": earlier}).json()
    assert datetime.fromisoformat(received["first_received_at"]) == datetime.fromisoformat(earlier)
    assert [row["number"] for row in cmo.get(f"{LIST}?state=open&nature=quality").json()["results"]] == ["CMP-1"]
    assert cmo.get(f"{LIST}?nature=adverse").json()["results"] == []
    assert cmo.get(f"{LIST}?state=moon").status_code == 400


@COMPLETED
def test_the_review_and_the_reply_are_kept(shop: Shop, lot: Lot) -> None:
    complaint = screen(receive(shop, [lot]), shop.world.reviewer)
    client, address = keyed(shop.world, "qa@alderpine.example"), f"{LIST}{complaint.pk}/"
    review = {"is_to_investigate": False, "review": "Retained samples are sound.", "lots": [str(lot.pk)]}
    kept = _post(client, f"{address}review/", review).json()
    assert (kept["is_to_investigate"], kept["review"], kept["state"]) == (False, review["review"], "screened")
    early = _post(client, f"{address}follow-up/", {"information": "Well again.", "received_at": now().isoformat()})
    assert early.status_code == 409, early.content  # no report was owed that it could follow
    reply = _post(client, f"{address}reply/", {"follow_up": "None found.", "reply": "Letter."})
    assert (reply.status_code, reply.json()["detail"]) == (409, "CMP-1 is “Screened”: it is not answered now.")
    assert client.get(address).json()["review"] == review["review"]


@COMPLETED
def test_what_is_refused_is_a_problem(shop: Shop, lot: Lot) -> None:
    client = keyed(shop.world, "qa@alderpine.example")
    never = _post(client, LIST, _given(shop, lot, sponsor_received_at=None))
    assert (never.status_code, never.json()["detail"]) == (409, "Say when the complaint was received.")
    half = _post(client, LIST, _given(shop, lot, nature="taste"))
    assert half.status_code == 400
    complaint = receive(shop, [lot])
    some = {"is_adverse": True, "answers": {"death": False}, "basis": "x"}
    assert _post(client, f"{LIST}{complaint.pk}/screen/", some).status_code == 400


@COMPLETED
def test_a_stranger_finds_nothing(shop: Shop, lot: Lot) -> None:
    complaint = receive(shop, [lot])
    stranger, address = keyed(shop.world, "qa@bluemesa.example"), f"{LIST}{complaint.pk}/"
    assert stranger.get(address).status_code == 404
    assert _post(stranger, LIST, _given(shop, lot)).status_code == 404
    for part in ("receipt", "screen", "review", "reply", "follow-up"):
        assert _post(stranger, f"{address}{part}/", {}).status_code == 404
    assert stranger.get(LIST).json()["results"] == []
