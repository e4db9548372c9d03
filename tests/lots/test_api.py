"""Lots over the API: the same actions, the same words, one shape of error, nothing of others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from kernel import scope
from kernel.clock import now
from lots.models import Lot
from records.models import Refusal
from tests.factories.keys import keyed
from tests.factories.walked import Shop, make_lot, reload
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of

CLERK, REVIEWER = "clerk@keystone.example", "qa@alderpine.example"


def post(client: Client, path: str, **body: object) -> tuple[int, dict[str, object]]:
    answer = client.post(path, body, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_list_is_paged_filtered_and_ones_own(world: World) -> None:
    ours, theirs = product_of(world.alder_keystone), product_of(world.blue_keystone)
    lots_of(world, ours, [f"KB-{i}" for i in range(3)])
    lots_of(world, theirs, ["BM-1"])
    client = keyed(world, REVIEWER)
    first = client.get("/api/v1/lots/?limit=2").json()
    assert [row["number"] for row in first["results"]] == ["KB-2", "KB-1"]
    second = client.get(first["next"]).json()
    assert ([row["number"] for row in second["results"]], second["next"]) == (["KB-0"], None)
    assert client.get("/api/v1/lots/?number=BM").json()["results"] == []
    assert [r["number"] for r in client.get("/api/v1/lots/?number=KB-1&state=planned").json()["results"]] == ["KB-1"]
    assert client.get(f"/api/v1/lots/?product={theirs.pk}").json()["results"] == []
    assert first["results"][0] | {"id": "", "product": {}} == {
        "id": "", "number": "KB-2", "product": {},
        "sponsor": {"id": str(world.alder.pk), "name": "Alder & Pine Nutrition"},
        "cmo": {"id": str(world.keystone.pk), "name": "Keystone Blending Co."},
        "state": "planned", "unit": "bottle", "quantity_planned": "5000.000", "quantity_good": None,
        "made_on": None, "packed_on": None, "expires_on": None, "created_at": "2026-03-02T08:02:00Z",
        "started_at": None, "completed_at": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["state=eaten", "product=1", "number=%00", "after=x", "limit=0", "number=" + "x" * 41]
)
def test_a_query_that_cannot_be_read_is_a_problem(world: World, query: str) -> None:
    answer = keyed(world, CLERK).get(f"/api/v1/lots/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == f"/{query.split('=', maxsplit=1)[0]}"


@pytest.mark.lot(until="pack_pending")
def test_one_lot_says_what_may_be_done_and_why_it_may_not_ship(world: World, lot: Lot) -> None:
    found = keyed(world, "qa@keystone.example").get(f"/api/v1/lots/{lot.pk}/").json()
    assert found["available_actions"] == [
        {"verb": "approve_by_cmo", "label": "Release by CMO", "needs_reason": False, "needs_signature": True},
        {"verb": "reject_by_cmo", "label": "Reject by CMO", "needs_reason": True, "needs_signature": True},
    ]
    assert found["gate"]["is_open"] is False
    assert [r["sentence"] for r in found["gate"]["reasons"] if not r["is_met"]] == [
        "CMO quality has not released the batch on this pack.",
        "CMO quality has not released the packaged lot on this pack.",
        "The sponsor has not accepted the evidence pack.",
        "The sponsor has not signed the release.",
    ]
    live = keyed(world, REVIEWER).get(f"/api/v1/lots/{lot.pk}/gate/").json()
    assert [r["sentence"] for r in live["reasons"]] == [r["sentence"] for r in found["gate"]["reasons"]]
    assert live["sentence"].startswith("Lot KB-1 may not ship: CMO quality has not released the batch")
    assert (live["releasable"], live["unit"], live["pattern"]) == (
        "0.000", "bottle", "Sponsor release (QA-ALD-KEY-01 v2 cl. 3.1)"
    )  # fmt: skip


def test_a_lot_is_planned_started_completed_and_held(world: World, shop: Shop) -> None:
    client = keyed(world, CLERK)
    given = {"product": str(shop.product.pk), "number": "KB-1", "quantity": "5000", "site": str(world.keystone_site.pk)}
    status, lot = post(client, "/api/v1/lots/", **given)
    assert (status, lot["state"]) == (201, "planned")
    address = f"/api/v1/lots/{lot['id']}"
    assert post(client, f"{address}/start/")[1]["state"] == "in_process"
    day = reload_day(world, lot["id"])
    done = {"quantity_good": "4942", "made_on": day, "packed_on": day, "expires_on": "2028-03-31"}
    assert post(client, f"{address}/complete/", **done)[1]["state"] == "completed"
    quality = keyed(world, "qa@keystone.example")
    status, hold = post(quality, f"{address}/holds/", reason="Line clearance in doubt")
    assert (status, hold["organisation"]["name"], hold["lifted_at"]) == (201, "Keystone Blending Co.", None)
    refused = post(keyed(world, REVIEWER), f"/api/v1/holds/{hold['id']}/lift/", reason="x")
    assert (refused[0], refused[1]["detail"]) == (409, "Only Keystone Blending Co. can lift its own hold.")
    kept = post(
        quality, f"/api/v1/holds/{hold['id']}/keep/", reason="Waits", review_on=str(now().date() + timedelta(days=9))
    )
    assert (kept[0], kept[1]["review_on"]) == (200, str(now().date() + timedelta(days=9)))
    assert post(quality, f"/api/v1/holds/{hold['id']}/lift/", reason="Cleared")[1]["lift_reason"] == "Cleared"
    assert [h["reason"] for h in client.get(f"{address}/holds/").json()] == ["Line clearance in doubt"]


def reload_day(world: World, lot_id: object) -> str:
    with scope.opened(world.clerk):
        return str(Lot.objects.get(pk=lot_id).started_at.date())


def test_a_refusal_has_one_shape_and_is_recorded_against_the_lot(world: World, shop: Shop) -> None:
    lot = make_lot(shop, "KB-1")
    status, problem = post(keyed(world, CLERK), f"/api/v1/lots/{lot.pk}/void/", reason=" ")
    assert (status, problem) == (
        409,
        {
            "type": "urn:oversight:problem:reason-missing", "title": "Conflict", "status": 409,
            "detail": "Give a reason: “Void” needs one.", "clause": "21 CFR 11.10(e)", "code": "reason-missing",
            "errors": [],
        },
    )  # fmt: skip
    assert post(keyed(world, REVIEWER), f"/api/v1/lots/{lot.pk}/start/")[0] == 403
    with scope.opened(world.clerk):
        kept = list(Refusal.objects.order_by("at").values_list("action", "subject_id", "code"))
    assert kept == [("lot-void", lot.pk, "reason-missing"), ("lot-start", lot.pk, "forbidden")]
    assert reload(lot).state == "planned"


@pytest.mark.lot(until="released")
def test_strangers_find_nothing(world: World, lot: Lot) -> None:
    stranger = keyed(world, "qa@bluemesa.example")
    for path in ("", "gate/", "holds/", "decisions/", "shipments/"):
        assert stranger.get(f"/api/v1/lots/{lot.pk}/{path}").status_code == 404, path
    for path in ("start/", "void/", "holds/"):
        assert post(stranger, f"/api/v1/lots/{lot.pk}/{path}", reason="x")[0] == 404, path
    assert keyed(world, CLERK).get(f"/api/v1/lots/{uuid4()}/").status_code == 404
    assert Client().get("/api/v1/lots/").status_code == 401


@pytest.mark.lot(until="released")
def test_decisions_are_read_with_what_was_signed(world: World, lot: Lot) -> None:
    found = keyed(world, REVIEWER).get(f"/api/v1/lots/{lot.pk}/decisions/").json()
    assert [(d["stage"], d["decision"], d["quantity"], d["decided_by"]) for d in found] == [
        ("batch", "release", "4942.000", "Quentin Abbot"),
        ("packaged_lot", "release", "4942.000", "Quentin Abbot"),
        ("sponsor", "release", "4942.000", "Helen Okafor"),
    ]
    assert {len(d["content_hash"]) for d in found} == {64}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"number": "\x00"}, "/number"),
        ({"quantity": "NaN"}, "/quantity"),
        ({"quantity": "1e30"}, "/quantity"),
        ({"product": "1"}, "/product"),
        ({"site": None}, "/site"),
        ({"number": "x" * 41}, "/number"),
    ],
)
def test_hostile_bodies_are_named_and_nothing_is_stored(world: World, body: dict[str, object], pointer: str) -> None:
    product = product_of(world.alder_keystone)
    given = {"product": str(product.pk), "number": "KB-1", "quantity": "1", "site": str(world.keystone_site.pk)}
    status, problem = post(keyed(world, CLERK), "/api/v1/lots/", **(given | body))
    assert status == 400
    assert problem["errors"][0]["pointer"] == pointer
    assert keyed(world, CLERK).get("/api/v1/lots/").json()["results"] == []
