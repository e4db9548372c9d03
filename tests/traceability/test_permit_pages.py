"""Ship permits on pages: issued, printed, revoked; and the status that anybody may ask for who stands at the pallet."""

from secrets import token_hex

import pytest
from django.conf import settings
from django.test import Client, override_settings

from kernel import scope
from lots.actions import place_hold
from lots.models import Lot
from records.outside.qr import qr_drawing
from release.models import ShipPermit
from tests.factories.walked import AT, Shop, make_consignee
from tests.factories.world import World
from tests.workspace.visiting import visitor


@pytest.mark.lot(until="released")
def test_a_permit_from_its_issue_to_its_end(world: World, shop: Shop, lot: Lot, client: Client) -> None:
    consignee, tab = make_consignee(shop), f"/lots/{lot.pk}/shipments/"
    clerk, head = visitor(world.clerk), visitor(world.head)
    assert visitor(world.reviewer).get(f"/lots/{lot.pk}/permit/").status_code == 403
    over = clerk.post(f"/lots/{lot.pk}/permit/", {"consignee": consignee.pk, "quantity": "4943"})
    assert (over.status_code, "(R602)" in over.content.decode()) == (409, True)
    issued = clerk.post(f"/lots/{lot.pk}/permit/", {"consignee": consignee.pk, "quantity": "1200"})
    with scope.opened(world.clerk):
        permit = ShipPermit.objects.get()
    assert issued.headers["Location"] == f"/permits/{permit.pk}/"
    sheet = clerk.get(f"/permits/{permit.pk}/").content.decode()
    assert {word for word in (permit.number, "KB-1", "Harbor Health DC", permit.token) if word not in sheet} == set()
    assert str(qr_drawing(f"{settings.SITE_ADDRESS}/permit/{permit.token}/", is_outdoors=True)) in sheet
    told = client.get(f"/permit/{permit.token}/").content.decode()
    assert "Live." in told
    assert {word for word in ("Harbor", "Keystone", "Alder", "Magnesium", permit.number) if word in told} == set()
    assert permit.number in head.get(tab).content.decode()
    assert head.post(f"/permits/{permit.pk}/revoke/", {"reason": ""}).status_code == 200
    assert head.post(f"/permits/{permit.pk}/revoke/", {"reason": "truck broke"}).headers["Location"] == tab
    assert "Revoked since" in client.get(f"/permit/{permit.token}/").content.decode()
    assert "truck broke" in clerk.get(tab).content.decode()
    assert visitor(world.other_sponsor).get(f"/permits/{permit.pk}/").status_code == 404


@pytest.mark.lot(until="released")
def test_shipping_from_the_page_spends_and_a_hold_revokes(world: World, shop: Shop, lot: Lot, client: Client) -> None:
    consignee, clerk = make_consignee(shop), visitor(world.clerk)
    given = {"consignee": consignee.pk, "quantity": "10", "reference": "PO-1", "ship_from": "Dock 4"}
    assert clerk.post(f"/lots/{lot.pk}/ship/", given).status_code == 302
    with override_settings(PERMIT_HOURS=0):
        clerk.post(f"/lots/{lot.pk}/permit/", {"consignee": consignee.pk, "quantity": "20"})
    clerk.post(f"/lots/{lot.pk}/permit/", {"consignee": consignee.pk, "quantity": "30"})
    with scope.opened(world.reviewer):
        place_hold(lot_id=lot.pk, by=world.reviewer, reason="complaint", at=AT)
        tokens = list(ShipPermit.objects.order_by("quantity").values_list("token", flat=True))
    for token, words in zip(tokens, ("Spent since", "Expired since", "Revoked since"), strict=True):
        assert words in client.get(f"/permit/{token}/").content.decode()
    assert client.get("/permit/nobodys/").status_code == 404


@override_settings(API_RATE_PER_ADDRESS="2/h")
@pytest.mark.usefixtures("db")
def test_an_address_asks_so_many_times() -> None:
    stranger = Client(REMOTE_ADDR=f"2001:db8::{token_hex(2)}:{token_hex(2)}")  # Redis remembers the last run
    answers = [stranger.get("/permit/nobodys/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert "Ask again in" in answers[2].content.decode()
