"""First and later components on one page, who may sign at all, and whose password it is (21 CFR 11.200, 11.300)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from parties.models import Delegation, LoginRecord, Membership, Person, SigningChallenge
from parties.proving import CONTINUOUS_KEY
from parties.tasks import forget_answers
from parties.urls import urlpatterns
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import LONG_AGO, PASSWORD, World, make_member
from tests.workspace.visiting import visitor

ENDING = "members/<uuid:membership_id>/end/"
HEAD, STATEMENT = "head.qa@alderpine.example", "/people/accountability/"


@pytest.fixture
def client(world: World) -> Client:
    return browser(world, HEAD)


def asks_user_id(client: Client) -> bool:
    return 'name="user_id"' in client.get(STATEMENT).content.decode()


def test_both_components_first_then_one_and_both_again_after_a_pause(client: Client) -> None:
    assert asks_user_id(client)
    alone = as_typed(client.get(STATEMENT), user_id="")
    assert "give your user ID" in client.post(STATEMENT, alone).content.decode()
    wrong = as_typed(client.get(STATEMENT), user_id="qa@alderpine.example")
    assert "The user ID is not yours. Nothing was signed." in client.post(STATEMENT, wrong).content.decode()
    assert client.post(STATEMENT, as_typed(client.get(STATEMENT))).status_code == 302
    assert not asks_user_id(client)
    assert client.post(STATEMENT, as_typed(client.get(STATEMENT), user_id="")).status_code == 302
    assert "asks for the password or passkey alone" in client.get("/people/signing/").content.decode()
    session = client.session
    session[CONTINUOUS_KEY] = (now() + timedelta(seconds=1)).isoformat()  # as the middleware does after a pause
    session.save()
    assert asks_user_id(client)


def test_another_session_or_person_cannot_use_the_page(world: World, client: Client) -> None:
    page = client.get(STATEMENT)
    elsewhere = browser(world, HEAD)
    assert "opened in another session" in elsewhere.post(STATEMENT, as_typed(page)).content.decode()
    other = browser(world, "qa@alderpine.example")
    assert "not made for your signature" in other.post(STATEMENT, as_typed(page)).content.decode()
    assert other.post("/people/passkey/", {"challenge": as_typed(page)["challenge"]}).status_code == 404
    without = as_typed(page) | {"challenge": ""}
    assert "not made for your signature" in client.post(STATEMENT, without).content.decode()


def test_who_logs_in_elsewhere_enrols_something_to_sign_with_first(world: World, client: Client) -> None:
    person = world.people[HEAD]
    with scope.opened(world.head), acting(by=world.head, reason="test", at=LONG_AGO):
        person.set_unusable_password()
        Person.objects.filter(pk=person.pk).update(password=person.password)
    client = browser(world, HEAD)
    page = client.get(STATEMENT)
    assert "You have nothing to sign with yet" in page.content.decode()
    assert 'href="/accounts/2fa/"' in page.content.decode()
    refused = client.post(STATEMENT, as_typed(page, password="x")).content.decode()
    assert "You have nothing to sign with yet: you log in without a password of your own." in refused
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    page = client.get(STATEMENT)
    assert 'name="code"' in page.content.decode()
    assert 'name="password"' not in page.content.decode()
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[-1]))
    wrong = client.post(STATEMENT, as_typed(page, password="", code="000"))
    assert "The code is not right" in wrong.content.decode()
    assert client.post(STATEMENT, as_typed(client.get(STATEMENT), password="", code=code)).status_code == 302
    again = client.post(STATEMENT, as_typed(client.get(STATEMENT), password="", code=code))
    assert "The code is not right, or was used already" in again.content.decode()
    assert Authenticator.objects.filter(user_id=person.pk).count() == 1


def test_an_administrator_never_sets_a_password(world: World) -> None:
    """No page about a member takes a password; a reset ends factors and sessions, and the owner enrols anew (§E.19)."""
    administrator = make_member(world.alder, "adm@alderpine.example", "Ada Moss", ["ADM"])
    client, person = visitor(administrator), world.people[HEAD]
    TOTP.activate(person, generate_totp_secret())
    with scope.opened(world.head):
        membership = Membership.objects.get(person=person)
    pages = {str(route.pattern) for route in urlpatterns if str(route.pattern).startswith("members/")} - {ENDING}
    assert len(pages) > 4
    for page in (*sorted(pages), ENDING):
        address = "/people/" + page.replace("<uuid:membership_id>", str(membership.pk))
        assert 'type="password"' not in client.get(address).content.decode()
        client.post(address, {"reason": "lost", "password": "x", "password1": "Taken-over-2026", "roles": ["SQH"]})
    with scope.anonymous():
        assert Person.objects.get(pk=person.pk).check_password(PASSWORD)
    assert not Authenticator.objects.filter(user_id=person.pk).exists()
    with scope.opened(administrator):
        told = LoginRecord.objects.filter(person=person, kind="factor_removed")
        assert told.get().by_id == administrator.person_id


def test_training_and_delegations_on_their_pages(world: World, client: Client) -> None:
    assert "SOP-QA-001" in client.get("/people/training/").content.decode()
    reviewer = browser(world, "qa@alderpine.example")
    assert reviewer.get("/people/training/").status_code == 403
    assert "Lent to" in client.get("/people/delegations/lend/").content.decode()
    today = now().date()
    limits = {
        "delegate_id": str(world.reviewer.person_id), "functions": ["release"], "meanings": ["released"],
        "partnership_id": "", "from_day": (today - timedelta(days=1)).isoformat(),
        "until_day": (today + timedelta(days=1)).isoformat(), "reason": "leave",
    }  # fmt: skip
    assert client.post("/people/delegations/lend/", limits).headers["Location"] == "/people/signing/"
    with scope.opened(world.head):
        delegation = Delegation.objects.get()
    assert "Helen Okafor to Priya Raman" in client.get("/people/training/").content.decode()
    assert "Helen Okafor to Priya Raman" in client.get("/people/signing/").content.decode()
    assert "Act under it" in reviewer.get("/people/signing/").content.decode()
    assert browser(world, "qa@bluemesa.example").post(f"/people/delegations/{delegation.pk}/use/").status_code == 404
    reviewer.post(f"/people/delegations/{delegation.pk}/use/")
    assert "You act under a delegation." in reviewer.get("/profile/").content.decode()
    reviewer.post("/people/signing/alone/")
    assert "You act under a delegation." not in reviewer.get("/profile/").content.decode()
    reviewer.post(f"/people/delegations/{delegation.pk}/use/")
    ended = client.post(f"/people/delegations/{delegation.pk}/end/", {"reason": "back"})
    assert ended.headers["Location"] == "/people/signing/"
    assert "You act under a delegation." not in reviewer.get("/profile/").content.decode()


def test_training_is_taken_back_on_its_page(world: World, client: Client) -> None:
    training = next(
        line for line in client.get("/people/training/").content.decode().split('href="') if "/end/" in line
    )
    address = training.split('"')[0]
    assert "Take back" in client.get(address).content.decode()
    assert client.post(address, {"reason": "revised"}).headers["Location"] == "/people/training/"


def test_challenges_that_nobody_signed_are_forgotten(world: World, client: Client) -> None:
    page = client.get(STATEMENT)
    client.post(STATEMENT, as_typed(page))
    client.get(STATEMENT)
    with scope.opened(world.head), acting(by=world.head, reason="test", at=LONG_AGO):
        SigningChallenge.objects.update(expires_at=LONG_AGO)
    assert forget_answers() == 1
    with scope.opened(world.head):
        assert SigningChallenge.objects.filter(spent_at=None).count() == 0
