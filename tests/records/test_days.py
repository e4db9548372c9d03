"""Closed days: what is in a company's head, who countersigns it, with whose key, and what is refused."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.actions import place_hold
from parties.models import Person
from records.actions import close_days, countersign, countersign_due, register_key
from records.merkle.ed25519 import is_signed
from records.models import CompanyKey, Countersignature, DayHead
from records.queries.seals import day_body
from records.states import KeyHolder
from tests.factories.browsers import browser
from tests.factories.keys import keyed
from tests.factories.sealed import SECOND_DAY, THIRD_DAY, SealedTrail, seal_all
from tests.factories.walked import colleague
from tests.factories.world import World
from workspace.management.commands.verify import check

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw().hex()
FOURTH_DAY = THIRD_DAY + timedelta(days=1)


@pytest.fixture
def world(sealed_trail: SealedTrail) -> World:
    return sealed_trail.shop.world


@pytest.fixture(scope="module")
def administrator(sealed_trail: SealedTrail) -> Actor:
    with transaction.atomic():
        world = sealed_trail.shop.world
        return colleague(world, "admin@keystone.example", "Ada Kemp", world.keystone, ["ADM"])


@pytest.fixture(scope="module")
def open_day(sealed_trail: SealedTrail, administrator: Actor) -> DayHead:
    """Keystone keeps its own key; a day of Alder & Pine waits for it."""
    by = sealed_trail.shop.world.reviewer
    with scope.opened(administrator):
        register_key(public_key=PUBLIC, by=administrator, reason="our own key", at=THIRD_DAY)
    with scope.opened(by):
        place_hold(lot_id=sealed_trail.lot.pk, by=by, reason="a second look", at=THIRD_DAY)
    seal_all(THIRD_DAY)
    (head,) = close_days(at=FOURTH_DAY)
    countersign_due(at=FOURTH_DAY)
    return head


def signatures(head_id: UUID) -> list[Countersignature]:
    with scope.opened(scope.system()), transaction.atomic():
        return list(Countersignature.objects.filter(head_id=head_id))


def signed(head: DayHead) -> str:
    return PRIVATE.sign(day_body(head).text).hex()


def test_each_company_has_a_day_that_the_other_signed(world: World, sealed_trail: SealedTrail) -> None:
    with scope.opened(world.clerk), transaction.atomic():
        heads = list(DayHead.objects.filter(day__lte=SECOND_DAY.date()).order_by("day", "pk"))
        given = {one.head_id: one for one in Countersignature.objects.all()}
    acted = {(head.day, head.company_id) for head in heads}
    assert (SECOND_DAY.date(), world.alder.pk) in acted
    assert {company for _, company in acted} <= {world.alder.pk, world.keystone.pk}
    for head in heads:
        one, body = given[head.pk], day_body(head)
        assert (one.company_id != head.company_id, one.held, one.person_id) == (True, KeyHolder.PLATFORM, None)
        assert is_signed(bytes.fromhex(one.public_key), body.text, bytes.fromhex(one.signature))


def test_a_day_is_closed_once(sealed_trail: SealedTrail) -> None:
    assert close_days(at=THIRD_DAY) == []
    assert countersign_due(at=THIRD_DAY) == []


def test_a_day_waits_for_the_company_that_keeps_its_key(open_day: DayHead, world: World) -> None:
    assert (open_day.company_id, open_day.rows > 0) == (world.alder.pk, True)
    with scope.opened(scope.system()), transaction.atomic():
        keys = list(CompanyKey.objects.filter(organisation=world.keystone).order_by("registered_at", "pk"))
    assert [key.retired_at is None for key in keys if key.public_key == PUBLIC] == [True]
    assert all(key.retired_at for key in keys if key.public_key != PUBLIC)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64])
def test_what_is_not_its_signature_is_refused(open_day: DayHead, world: World, signature: str) -> None:
    with scope.opened(world.cmo_qa), pytest.raises(Refused, match="not your key’s signature"):
        countersign(head_id=open_day.pk, signature=signature, by=world.cmo_qa, at=FOURTH_DAY)


def test_nobody_signs_his_own_day_or_without_the_role(open_day: DayHead, world: World) -> None:
    with scope.opened(world.reviewer), pytest.raises(Forbidden, match="other company countersigns"):
        countersign(head_id=open_day.pk, signature=signed(open_day), by=world.reviewer, at=FOURTH_DAY)
    with scope.opened(world.clerk), pytest.raises(Forbidden, match="Your role does not countersign"):
        countersign(head_id=open_day.pk, signature=signed(open_day), by=world.clerk, at=FOURTH_DAY)
    with scope.opened(world.other_sponsor), pytest.raises(DayHead.DoesNotExist):
        countersign(head_id=open_day.pk, signature=signed(open_day), by=world.other_sponsor, at=FOURTH_DAY)


@pytest.mark.parametrize("key", ["", "12", "zz" * 32, "02" + "00" * 31, PUBLIC + "00"])
def test_what_is_no_key_is_not_registered(administrator: Actor, key: str) -> None:
    with scope.opened(administrator), pytest.raises(Refused, match="no Ed25519 public key"):
        register_key(public_key=key, by=administrator, reason="x", at=THIRD_DAY)


def test_only_who_keeps_the_companys_keys_registers_one(world: World) -> None:
    with scope.opened(world.cmo_qa), pytest.raises(Forbidden, match="an administrator can"):
        register_key(public_key=PUBLIC, by=world.cmo_qa, reason="x", at=THIRD_DAY)


def test_a_company_without_its_own_key_has_nothing_to_hand_in(
    sealed_trail: SealedTrail, open_day: DayHead, world: World
) -> None:
    with scope.opened(scope.system(sealed_trail.lot.partnership_id)), transaction.atomic():
        head = DayHead.objects.filter(company=world.keystone).order_by("day").first()
        assert head is not None
    with scope.opened(world.reviewer), pytest.raises(Refused, match="countersigned already"):
        countersign(head_id=head.pk, signature="00" * 64, by=world.reviewer, at=FOURTH_DAY)


def test_over_the_api_the_other_company_signs_the_text_as_it_stands(open_day: DayHead, world: World) -> None:
    """The page shows first that the day waits; afterwards both show who signed, and all of it verifies."""
    machine, page = keyed(world, "qa@keystone.example"), browser(world, "qa@keystone.example")
    listed = machine.get("/api/v1/heads/").json()["results"]
    (waiting,) = [head for head in listed if head["waits_for_you"]]
    assert (waiting["id"], json.loads(waiting["text"])["company"]) == (str(open_day.pk), str(world.alder.pk))
    assert "waits for your company" in page.get("/heads/").content.decode()
    address = f"/api/v1/heads/{open_day.pk}/countersign/"
    refused = machine.post(address, {"signature": "00" * 64}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_signature")
    signature = PRIVATE.sign(waiting["text"].encode()).hex()
    for _ in range(2):  # handed in again, the same is answered
        answer = machine.post(address, {"signature": signature}, content_type="application/json")
        assert (answer.status_code, answer.json()["waits_for_you"]) == (200, False)
        assert answer.json()["countersignature"]["held"] == "company"
    (one,) = signatures(open_day.pk)
    assert (one.person_id, one.public_key) == (world.cmo_qa.person_id, PUBLIC)
    other = machine.post(address, {"signature": "11" * 64}, content_type="application/json")
    assert (other.status_code, other.json()["code"]) == (409, "already_signed")
    assert "waits for your company" not in page.get("/heads/").content.decode()
    seal_all(FOURTH_DAY)
    assert check(with_files=False).findings == ()


def test_the_trail_tells_each_rows_seal(sealed_trail: SealedTrail, world: World) -> None:
    page = browser(world, "qa@alderpine.example")
    told = page.get(f"/lots/{sealed_trail.lot.pk}/history/").content.decode()
    assert 'href="/heads/1/"' in told
    seal = page.get("/heads/1/").content.decode()
    assert "oversight-seal-1" in seal
    assert page.get("/heads/999999/").status_code == 404


def test_an_auditor_sees_the_newest_seal_of_his_grant(sealed_trail: SealedTrail, world: World) -> None:
    told = browser(world, "auditor@example.org").get("/room/").content.decode()
    assert "Latest seal" in told


def test_an_administrator_registers_a_key_on_the_page(world: World, administrator: Actor) -> None:
    page = browser(world, "qa@keystone.example")
    assert page.get("/heads/key/").status_code == 403
    world.people["admin@keystone.example"] = world.people.get("admin@keystone.example") or _person(administrator)
    own = browser(world, "admin@keystone.example")
    assert "Register your own key" in own.get("/heads/").content.decode()
    assert own.post("/heads/key/", {"public_key": "12", "reason": "new"}).status_code == 409
    done = own.post("/heads/key/", {"public_key": PUBLIC, "reason": "new"})
    assert (done.status_code, done["Location"]) == (302, "/heads/")


def _person(actor: Actor) -> Person:
    with scope.opened(actor), transaction.atomic():
        return Person.objects.get(pk=actor.person_id)
