"""Closed days: what is in a company's head, who countersigns it, with whose key, and what is refused."""

import pytest
from django.db import transaction

from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.models import Person
from records.actions import close_days, countersign, countersign_due, register_key
from records.merkle.ed25519 import is_signed
from records.models import CompanyKey, Countersignature, DayHead
from records.queries.seals import day_body
from records.states import KeyHolder
from tests.factories.browsers import browser
from tests.factories.days import FOURTH_DAY, PUBLIC, signed
from tests.factories.sealed import SECOND_DAY, THIRD_DAY, SealedTrail
from tests.factories.world import World


@pytest.fixture
def world(sealed_trail: SealedTrail) -> World:
    return sealed_trail.shop.world


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


def test_the_key_in_force_handed_in_again_stays_in_force(administrator: Actor, world: World) -> None:
    with scope.opened(administrator):
        first = register_key(public_key=PUBLIC, by=administrator, reason="our own key", at=THIRD_DAY)
        again = register_key(public_key=PUBLIC.upper(), by=administrator, reason="once more", at=FOURTH_DAY)
        with transaction.atomic():
            live = list(CompanyKey.objects.filter(organisation=world.keystone, retired_at=None))
    assert (again.pk, [key.pk for key in live], again.retired_at) == (first.pk, [first.pk], None)


def _person(actor: Actor) -> Person:
    with scope.opened(actor), transaction.atomic():
        return Person.objects.get(pk=actor.person_id)
