"""Returned product over the API: the same actions as on the pages."""

from datetime import timedelta
from typing import Any

import pytest

from kernel.clock import now
from lots.models import Lot
from tests.factories.keys import keyed
from tests.factories.walked import Shop
from tests.quality_events.returned import receive, review

COMPLETED = pytest.mark.lot(until="completed")
LIST = "/api/v1/returns/"


def _post(client: Any, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def _given(shop: Shop, lot: Lot | None, **changed: Any) -> dict[str, Any]:
    given = {"product": str(shop.product.pk), "lot": str(lot.pk) if lot else None, "quantity": "24", "why": "defect"}
    told = {"returned_by": "Corner Vitamins", "condition": "Seals broken.", "place": "Cage 4"}
    return given | told | {"received_at": (now() - timedelta(hours=2)).isoformat()} | changed


@COMPLETED
def test_recorded_and_reviewed(shop: Shop, lot: Lot) -> None:
    client = keyed(shop.world, "qa@alderpine.example")
    made = _post(client, LIST, _given(shop, lot))
    assert made.status_code == 201, made.content
    found = made.json()
    assert (found["number"], found["state"], found["lot_number"], found["quantity"]) == (
        "RET-1", "quarantined", "KB-1", "24.000",
    )  # fmt: skip
    assert [step["verb"] for step in found["available_actions"]] == ["review"]
    address = f"{LIST}{found['id']}/"
    kept = _post(client, f"{address}review/", {"review": "Caps are wet.", "implicates_others": False}).json()
    assert (kept["review"], kept["implicates_others"], kept["state"]) == ("Caps are wet.", False, "quarantined")
    assert client.get(address).json() == kept
    assert [row["number"] for row in client.get(f"{LIST}?state=quarantined").json()["results"]] == ["RET-1"]
    assert client.get(f"{LIST}?state=destroyed").json()["results"] == []
    assert client.get(f"{LIST}?state=moon").status_code == 400


@COMPLETED
def test_an_unknown_lot_has_no_number(shop: Shop, lot: Lot) -> None:
    made = _post(keyed(shop.world, "qa@alderpine.example"), LIST, _given(shop, None))
    assert (made.status_code, made.json()["lot"], made.json()["lot_number"]) == (201, None, None)


@COMPLETED
def test_other_batches_are_investigated(shop: Shop, lot: Lot) -> None:
    returned = review(shop, receive(shop, lot), others=True)
    client = keyed(shop.world, "qa@alderpine.example")
    opened = _post(client, f"{LIST}{returned.pk}/event/", {"lots": [str(lot.pk)], "reason": "same line"})
    assert opened.status_code == 200, opened.content
    event = client.get(f"/api/v1/events/{opened.json()['event']}/").json()
    assert event["kind"] == "return"
    again = _post(client, f"{LIST}{returned.pk}/event/", {"lots": [], "reason": "same line"})
    assert (again.status_code, again.json()["detail"]) == (409, "RET-1 is investigated already.")


@COMPLETED
def test_sent_back_by_the_deciding_company(shop: Shop, lot: Lot) -> None:
    returned = review(shop, receive(shop, lot))
    head = keyed(shop.world, "head.qa@alderpine.example")
    back = _post(head, f"{LIST}{returned.pk}/send-back/", {"reason": "Open ten more."})
    assert (back.status_code, back.json()["state"]) == (200, "quarantined")


@COMPLETED
def test_what_is_refused_is_a_problem(shop: Shop, lot: Lot) -> None:
    client = keyed(shop.world, "qa@alderpine.example")
    many = _post(client, LIST, _given(shop, lot, quantity="10000000"))
    assert many.status_code == 409
    assert "Correct the quantity or the lot" in many.json()["detail"]
    assert _post(client, LIST, _given(shop, lot, quantity="0")).status_code == 400
    assert _post(client, LIST, _given(shop, lot, why="moon")).status_code == 400
    returned = receive(shop, lot)
    assert _post(client, f"{LIST}{returned.pk}/review/", {"review": "x"}).status_code == 400


@COMPLETED
def test_a_stranger_finds_nothing(shop: Shop, lot: Lot) -> None:
    returned = receive(shop, lot)
    stranger = keyed(shop.world, "qa@bluemesa.example")
    assert stranger.get(LIST).json()["results"] == []
    assert stranger.get(f"{LIST}{returned.pk}/").status_code == 404
    assert _post(stranger, LIST, _given(shop, lot)).status_code == 404
    review_given = {"review": "x", "implicates_others": False}
    assert _post(stranger, f"{LIST}{returned.pk}/review/", review_given).status_code == 404
