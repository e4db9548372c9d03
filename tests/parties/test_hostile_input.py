"""No text breaks a page: it is refused in words or kept to the letter and shown as text."""

from typing import Any

from django.test import Client
from django.utils.html import escape

from kernel import scope
from kernel.clock import now
from kernel.scope import Actor
from parties.actions import invite
from parties.models import Organisation, PartnershipInvitation, Person, Site
from tests.factories.world import PASSWORD, World
from tests.parties.doors import logged_in
from tests.parties.hostile import sent, strings


def _kept(text: str, most: int) -> str | None:
    """What a text field keeps of it: everything but the blanks around it; None where it must refuse."""
    kept = text.strip()
    if not kept or "\x00" in text or len(kept) > most or not kept.isprintable():
        return None
    return kept


def _ask(client: Client, page: str, /, **typed: Any) -> int:
    answer = client.post(page, {name: sent(value) for name, value in typed.items()})
    assert answer.status_code in {200, 302}, (page, typed)
    if answer.status_code == 200:
        assert "<script>alert(" not in answer.content.decode()
    return int(answer.status_code)


def test_a_full_name_is_kept_to_the_letter_or_refused(world: World) -> None:
    client = logged_in("clerk@keystone.example")
    before = "Carla Diaz"
    for text in strings(0):
        kept = _kept(sent(text), 150)
        status = _ask(client, "/profile/", name=text, time_zone="")
        before = kept or before
        assert status == (302 if kept else 200), text
        with scope.opened(world.clerk):
            assert Person.objects.get(pk=world.clerk.person_id).name == before, text
    page = client.get("/profile/").content.decode()
    assert escape(before) in page


def test_site_names_addresses_and_zones(world: World, cmo_administrator: Actor) -> None:
    client = logged_in("admin@keystone.example")
    expected = {"Keystone Plant 1"}
    for text in strings(1):
        kept = _kept(sent(text), 200)
        status = _ask(client, "/people/sites/add/", name=text, address=text[:900], time_zone="UTC")
        may = kept is not None and kept not in expected and "\x00" not in text
        assert status == (302 if may else 200), text
        expected |= {kept} if may and kept else set()
    with scope.opened(cmo_administrator):
        assert set(Site.objects.values_list("name", flat=True)) == expected
    page = client.get("/people/sites/").content.decode()
    assert "<script>alert(" not in page
    assert all(escape(name) in page for name in expected)
    for text in strings(2):
        if sent(text).strip() not in {"", "UTC"}:
            assert _ask(client, "/people/sites/add/", name="Next", time_zone=text) == 200, text


def test_companies_and_reasons(world: World, administrator: Actor) -> None:
    client = logged_in("admin@alderpine.example")
    expected = []
    for text in strings(3):
        kept = _kept(sent(text), 200)
        typed = {"company_name": text, "email": "a@b.example", "side": "cmo", "reason": text[:1500]}
        status = _ask(client, "/people/partners/invite/", **typed)
        assert status == (302 if kept else 200), text
        expected += [kept] if kept else []
    with scope.opened(administrator):
        made = PartnershipInvitation.objects.order_by("id").values_list("company_name", flat=True)
        assert sorted(made) == sorted(expected)
    assert "<script>alert(" not in client.get("/people/partners/").content.decode()


def test_e_mail_addresses_and_roles(world: World, administrator: Actor) -> None:
    client = logged_in("admin@alderpine.example")
    for text in strings(4):
        if "@" not in text or text.count("@") != 1:
            assert _ask(client, "/people/invite/", email=text, roles="SQA") == 200, text
        assert _ask(client, "/people/invite/", email="a@b.example", roles=text) == 200, text


def test_grants(world: World) -> None:
    client = logged_in("head.qa@alderpine.example")
    for text in strings(5):
        typed = {"partnership": text, "email": text, "name": text, "firm_name": text, "purpose": text}
        assert _ask(client, "/people/auditors/grant/", **typed, starts_on=text, ends_on=text) == 200, text
    with scope.opened(world.cmo_qa):
        assert Organisation.objects.count() == 5  # Keystone, its three sponsors, the auditor's firm: none was made


def test_the_doors_of_strangers(world: World, administrator: Actor) -> None:
    with scope.opened(administrator):
        made = invite(email="n@x.example", roles=["SQA"], by=administrator, reason="", at=now())
    link, typed = f"/people/join/{made.token}/", {"password": PASSWORD, "repeated": PASSWORD}
    for text in strings(6):
        if _kept(sent(text), 150) is None:
            assert _ask(Client(), link, name=text, **typed) == 200, text
        if len(text) < 12:  # the shortest password
            assert _ask(Client(), link, name="N", password=text, repeated=text) == 200, text
    assert _ask(Client(), link, name="Zoë Ångström-O’Neil", **typed) == 302
    with scope.anonymous():
        assert Person.objects.get(email="n@x.example").name == "Zoë Ångström-O’Neil"


def test_log_in_with_anything(world: World) -> None:
    for number, text in enumerate(strings(7)):
        guest = Client(REMOTE_ADDR=f"10.0.0.{number}")
        assert _ask(guest, "/accounts/login/", login=text, password=text) == 200, text
