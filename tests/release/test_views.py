"""Choosing, reading and signing decisions, as the people who may and those who may not."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from evidence.models import PackRow
from kernel import scope
from kernel.history import acting
from lots.models import Lot
from quality_events.actions import report_event
from records.models import Refusal, Signature
from records.queries import is_intact
from release.models import Disposition
from release.queries import live_pack_of
from tests.factories.signing import as_typed
from tests.factories.walked import AT, GOOD, Shop, accept, make_lot, make_shop, release_by_cmo, reload
from tests.factories.world import World
from tests.workspace.visiting import visitor


def sign(client: Client, lot_id: Any, stage: str, query: str, **given: Any) -> Any:
    address = f"/lots/{lot_id}/decide/{stage}/sign/?{query}"
    return client.post(address, as_typed(client.get(address), **given))


def report(shop: Shop, lot: Any, **changed: Any) -> Any:
    by = shop.world.clerk
    known = {
        "kind": "deviation", "classification": "major", "title": "Blender stopped", "description": "For 40 minutes",
        "missed": "none", "discovered_at": AT,
    }  # fmt: skip
    with scope.opened(by):
        return report_event(lot_ids=[lot.pk], by=by, reason="", at=AT, **(known | changed))


def refusals(world: World) -> list[tuple[str, str]]:
    with scope.opened(world.clerk):
        return list(Refusal.objects.order_by("at").values_list("action", "sentence"))


@pytest.mark.lot(until="pack_pending")
def test_the_cmo_releases_batch_and_packaged_lot_then_the_sponsor(world: World, shop: Shop, lot: Lot) -> None:
    maker, head = visitor(world.cmo_qa), visitor(world.head)
    for stage in ("batch", "packaged-lot"):
        done = sign(maker, lot.pk, stage, "decision=release&quantity=4942")
        assert done.headers["Location"] == f"/lots/{lot.pk}/", done.content.decode()[:2000]
    accept(shop, lot)
    assert sign(head, lot.pk, "sponsor", "decision=release&quantity=4000").status_code == 302
    after = reload(lot)
    assert (after.state, after.gate.ok, after.gate.open_qty) == ("released", True, Decimal(4000))
    with scope.opened(world.head):
        signatures = list(Signature.objects.filter(subject_id=lot.pk).order_by("signed_at"))
        quantities = list(Disposition.objects.order_by("decided_at").values_list("stage", "quantity"))
    assert [s.subject_label for s in signatures] == [
        "Lot KB-1: CMO release of the batch",
        "Lot KB-1: CMO release of the packaged lot",
        "Lot KB-1: Sponsor's disposition",
    ]
    assert all(is_intact(s) for s in signatures)
    assert quantities == [("batch", GOOD), ("packaged_lot", GOOD), ("sponsor", Decimal(4000))]


@pytest.mark.lot(until="pack_pending")
def test_the_page_shows_exactly_what_is_signed(world: World, lot: Lot) -> None:
    page = visitor(world.cmo_qa).get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4942")
    text = page.content.decode()
    for shown in ("MMR-0417 v3", "SPEC-0417 v4", "LBL-MG120 v5", "QA-ALD-KEY-01 v2", "4942 bottles", "Quentin Abbot"):
        assert shown in text, shown
    assert "CMO release of the batch: release 4942 bottles of lot KB-1." in text
    assert f'name="content_hash" value="{page.context["digest"]}"' in text
    another = visitor(world.cmo_qa).get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4941")
    assert another.context["digest"] != page.context["digest"]


@pytest.mark.lot(until="pack_pending")
def test_a_wrong_password_signs_nothing_and_is_recorded(world: World, lot: Lot) -> None:
    answer = sign(visitor(world.cmo_qa), lot.pk, "batch", "decision=release&quantity=4942", password="wrong")
    assert answer.status_code == 409
    assert "The password is not right. Nothing was signed." in answer.content.decode()
    assert refusals(world) == [("release:sign", "The password is not right. Nothing was signed.")]
    with scope.opened(world.cmo_qa):
        assert not Disposition.objects.exists()


@pytest.mark.lot(until="pack_pending")
def test_what_changed_meanwhile_must_be_read_again(world: World, lot: Lot) -> None:
    client = visitor(world.cmo_qa)
    answer = sign(client, lot.pk, "batch", "decision=release&quantity=4942", content_hash="0" * 64)
    assert answer.status_code == 409
    assert "has changed since you opened this page" in answer.content.decode()
    fresh = client.get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4942")
    assert answer.context["digest"] == fresh.context["digest"]


@pytest.mark.lot(until="pack_pending")
def test_unlawful_decisions_do_not_exist_in_the_form(world: World, shop: Shop, lot: Lot) -> None:
    report(shop, lot, missed="identity", classification="critical", kind="oos")
    client = visitor(world.cmo_qa)
    page = client.get(f"/lots/{lot.pk}/decide/batch/")
    assert page.context["form"].fields["decision"].choices == [("reject", "Reject")]
    assert 'value="release"' not in page.content.decode()
    forced = client.get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4942")
    assert forced.status_code == 400
    assert "Select a valid choice" in forced.content.decode()


@pytest.mark.lot(until="pack_pending")
def test_a_release_that_must_wait_says_for_what(world: World, shop: Shop, lot: Lot) -> None:
    report(shop, lot)
    client = visitor(world.cmo_qa)
    page = client.get(f"/lots/{lot.pk}/decide/batch/")
    sentence = "DEV-1 (major) is open on lot KB-1. Close it first."
    assert page.context["form"].fields["decision"].choices == [("reject", "Reject")]
    assert f"“Release” cannot be chosen now: {sentence}" in page.content.decode()
    forced = client.get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4942")
    assert forced.status_code == 409
    assert sentence in forced.content.decode()
    assert refusals(world) == [("release:sign", sentence)]


@pytest.mark.lot(until="pack_pending")
def test_the_page_of_the_choice_asks_the_rules_of_the_release(world: World, lot: Lot) -> None:
    """R127: the pack itself states that something out of specification was used as it is."""
    stated = {"number": "O-1", "kind": "out of specification", "grade": "minor", "disposition": "Use as is."}
    by = world.clerk
    with scope.opened(by), acting(by=by, reason="stated", at=AT):
        PackRow.objects.create(
            partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, pack=live_pack_of(lot),
            section="quality_events.events", position=1, data=stated,
        )  # fmt: skip
    client = visitor(world.cmo_qa)
    page = client.get(f"/lots/{lot.pk}/decide/batch/")
    sentence = "O-1 is out of specification, and its disposition reads “Use as is.”."
    assert page.context["form"].fields["decision"].choices == [("reject", "Reject")]
    assert f"“Release” cannot be chosen now: {sentence}" in page.content.decode()
    forced = client.get(f"/lots/{lot.pk}/decide/batch/sign/?decision=release&quantity=4942")
    assert (forced.status_code, sentence in forced.content.decode()) == (409, True)
    assert refusals(world) == [("release:sign", sentence)]


@pytest.mark.lot(until="pack_pending")
def test_a_rejection_needs_a_reason_and_releases_nothing(world: World, lot: Lot) -> None:
    client = visitor(world.cmo_qa)
    refused = sign(client, lot.pk, "batch", "decision=reject&quantity=4942")
    assert refused.status_code == 409
    assert "Give a reason for this decision." in refused.content.decode()
    assert (
        sign(client, lot.pk, "batch", "decision=reject&quantity=4942", reason="Lead above the limit").status_code == 302
    )
    assert reload(lot).state == "rejected"
    with scope.opened(world.cmo_qa):
        assert Disposition.objects.get().quantity == 0


@pytest.mark.parametrize("quantity", ["0", "4942.001", "1e9", "-1", "NaN", "", "4,942"])
@pytest.mark.lot(until="pack_pending")
def test_a_quantity_that_cannot_be_released(world: World, quantity: str, lot: Lot) -> None:
    client = visitor(world.cmo_qa)
    address = f"/lots/{lot.pk}/decide/batch/sign/"
    page = client.get(address, {"decision": "release", "quantity": quantity})
    if page.status_code == 200:
        query = f"decision=release&quantity={quantity}"
        assert sign(client, lot.pk, "batch", query).status_code == 409
    else:
        assert page.status_code == 400
    with scope.opened(world.cmo_qa):
        assert not Disposition.objects.exists()


@pytest.mark.lot(until="pack_pending")
def test_who_accepted_the_pack_does_not_sign_the_disposition(world: World, shop: Shop, lot: Lot) -> None:
    release_by_cmo(shop, lot)
    accept(shop, lot)
    assert visitor(world.reviewer).get(f"/lots/{lot.pk}/decide/sponsor/").status_code == 403
    assert visitor(world.head).get(f"/lots/{lot.pk}/decide/sponsor/").status_code == 200


@pytest.mark.lot(until="released")
def test_strangers_and_unknown_stages_are_not_found(world: World, lot: Lot) -> None:
    stranger = visitor(world.other_sponsor)
    for page in ("decide/batch/", "decide/sponsor/sign/?decision=release&quantity=1", "revoke/"):
        assert stranger.get(f"/lots/{lot.pk}/{page}").status_code == 404, page
    assert visitor(world.cmo_qa).get(f"/lots/{lot.pk}/decide/everything/").status_code == 404
    for page in ("decide/batch/", "decide/sponsor/", "revoke/"):
        assert visitor(world.auditor).get(f"/lots/{lot.pk}/{page}").status_code in (403, 409), page


@pytest.mark.lot(until="released")
def test_a_release_is_revoked_by_the_sponsor_with_a_reason(world: World, lot: Lot) -> None:
    client, address = visitor(world.head), f"/lots/{lot.pk}/revoke/"
    refused = client.post(address, as_typed(client.get(address)))
    assert refused.status_code == 409
    assert "Give a reason: “Revoke release” needs one." in refused.content.decode()
    done = client.post(address, as_typed(client.get(address), reason="Complaint of a swollen bottle"))
    assert done.status_code == 302
    after = reload(lot)
    assert (after.state, after.gate.ok, after.gate.open_qty) == ("sponsor_review", False, 0)
    with scope.opened(world.head):
        revoked = Disposition.objects.get(stage="sponsor")
    assert revoked.revoked_reason == "Complaint of a swollen bottle"
    assert visitor(world.cmo_qa).get(address).status_code in (403, 409)


def test_the_conditional_pattern_releases_without_the_sponsor_when_it_passes(world: World) -> None:
    shop = make_shop(world, pattern="conditional")
    lot = make_lot(shop, "KB-1", until="pack_pending")
    release_by_cmo(shop, lot)
    after = reload(lot)
    assert (after.state, after.gate.ok) == ("released", True)
