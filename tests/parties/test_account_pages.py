"""allauth's own pages under our scope: passwords, factors, sessions, addresses, each with its record."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from kernel import scope
from parties.models import LoginRecord, Person
from tests.factories.passkey import Passkey
from tests.factories.world import PASSWORD, World, make_world
from tests.parties.doors import door_kinds, log_in, logged_in

HEAD = "head.qa@alderpine.example"
NEW_PASSWORD = "another horse, another staple"


def test_a_changed_password_is_recorded_and_never_kept(world: World) -> None:
    other_browser, client = logged_in(HEAD), logged_in(HEAD)
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", typed).status_code == 302
    assert door_kinds(world.people[HEAD]) == ["login", "login", "password_changed"]
    assert client.get("/profile/").status_code == 200
    assert other_browser.get("/profile/").status_code == 302
    assert log_in(Client(), HEAD).status_code == 200
    assert log_in(Client(), HEAD, NEW_PASSWORD).status_code == 302
    with scope.opened(world.head):
        rows = Person.history.filter(email=HEAD)
        assert [row.history_change_reason for row in rows] == ["set up"]
        assert not hasattr(rows[0], "password")


@pytest.mark.parametrize("password", ["short", "password1234", "123456789012345", "Helen Okafor!"])
def test_a_weak_password_is_refused(world: World, password: str) -> None:
    client = logged_in(HEAD)
    typed = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", typed).status_code == 200
    assert log_in(Client(), HEAD).status_code == 302


def test_a_forgotten_password_comes_back_by_letter(world: World) -> None:
    client = Client()
    assert client.post("/accounts/password/reset/", {"email": HEAD}).status_code == 302
    link = re.sub(r"^http://testserver", "", re.search(r"http://\S+", mail.outbox[-1].body)[0])  # type: ignore[index]
    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    typed = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(address, typed).status_code == 302
    assert door_kinds(world.people[HEAD]) == ["password_changed"]
    assert log_in(client, HEAD, NEW_PASSWORD).status_code == 302
    assert "/password/reset/" not in str(Client().get(link, follow=True).redirect_chain[:1])  # the link served once


def test_a_stranger_gets_no_letter_and_the_same_answer(world: World) -> None:
    known = Client().post("/accounts/password/reset/", {"email": HEAD})
    letters = len(mail.outbox)
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@nowhere.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == letters == 1


def _trusted(email: str) -> Client:
    """A browser whose person has just given the password again, as changes of factors and addresses ask."""
    client = logged_in(email)
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def test_a_second_factor_is_enrolled_asked_and_counted(committed_database: str) -> None:
    """In a database of its own: enrolment is written down and told when the request's transaction commits."""
    world = make_world()
    client = _trusted(HEAD)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    answer = client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)}, follow=True)
    assert "Authenticator app activated." in answer.content.decode()
    assert client.get("/accounts/2fa/").status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    assert "factor_added" in door_kinds(world.people[HEAD])
    assert mail.outbox[-1].to == [HEAD]
    again = Client()
    assert log_in(again, HEAD).url == "/accounts/2fa/authenticate/"
    assert again.get("/profile/").status_code == 302
    assert again.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert door_kinds(world.people[HEAD])[-1] == "failed"
    recovery = Authenticator.objects.get(user=world.people[HEAD], type="recovery_codes").wrap().get_unused_codes()
    assert again.post("/accounts/2fa/authenticate/", {"code": recovery[0]}).status_code == 302
    assert again.get("/profile/").status_code == 200


def test_wrong_codes_lock_like_wrong_passwords(world: World) -> None:
    client = _trusted(HEAD)
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    thief = Client()
    log_in(thief, HEAD)
    for _ in range(5):
        thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    recovery = Authenticator.objects.get(user=world.people[HEAD], type="recovery_codes").wrap().get_unused_codes()
    answer = thief.post("/accounts/2fa/authenticate/", {"code": recovery[0]})
    assert (answer.status_code, "this account is locked until" in answer.content.decode()) == (403, True)
    assert thief.get("/profile/").status_code == 302


def _passkey_login(client: Client, key: Passkey, person: Person) -> Any:
    import json  # noqa: PLC0415 - only here

    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415
    from fido2.utils import websafe_encode  # noqa: PLC0415

    options = client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"}).json()
    answer = key.answer(options["request_options"]["publicKey"])
    answer["response"]["userHandle"] = websafe_encode(user_pk_to_url_str(person).encode())
    return client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(answer)})


def test_a_passkey_opens_at_localhost_but_not_a_locked_account(world: World) -> None:
    person = world.people[HEAD]
    key = Passkey.enrolled(person)
    client = Client(SERVER_NAME="localhost")
    assert _passkey_login(client, key, person).url == "/"
    assert client.get("/profile/").status_code == 200
    for _ in range(5):
        log_in(Client(), HEAD, "wrong")
    thief = Client(SERVER_NAME="localhost")
    assert _passkey_login(thief, key, person).status_code == 403
    assert thief.get("/profile/").status_code == 302
    assert door_kinds(person)[-1] == "blocked"


def test_sessions_are_listed_and_ended(world: World) -> None:
    client, other = logged_in(HEAD), logged_in(HEAD)
    assert "127.0.0.1" in client.get("/accounts/sessions/").content.decode()
    assert client.post("/accounts/sessions/").status_code == 302
    assert other.get("/profile/").status_code == 302
    assert client.get("/profile/").status_code == 200


def test_a_new_address_is_proven_first_and_recorded(world: World) -> None:
    client = _trusted(HEAD)
    EmailAddress.objects.create(user=world.people[HEAD], email=HEAD, verified=True, primary=True)
    typed = {"email": "helen@alderpine.example", "action_add": ""}
    assert client.post("/accounts/email/", typed).status_code == 302
    primary = {"email": "helen@alderpine.example", "action_primary": ""}
    client.post("/accounts/email/", primary)
    with scope.opened(world.head):
        assert Person.objects.get(pk=world.head.person_id).email == HEAD
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[-1].body)
    assert link
    client.post(link.group(1))
    client.post("/accounts/email/", primary)
    with scope.opened(world.head):
        newest = Person.history.filter(id=world.head.person_id).first()
    assert (newest.email, newest.history_user_id) == ("helen@alderpine.example", world.head.person_id)
    assert newest.history_change_reason == "account page account_email"


@pytest.mark.parametrize(
    "address",
    ["login/", "password/reset/", "password/reset/done/", "inactive/", "signup/", "reauthenticate/"],
)
def test_pages_before_log_in_open(world: World, address: str) -> None:
    assert Client().get(f"/accounts/{address}").status_code in {200, 302}


@pytest.mark.parametrize(
    "address",
    ["email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "sessions/",
     "logout/", "reauthenticate/"],
)  # fmt: skip
def test_pages_after_log_in_open(world: World, address: str) -> None:
    assert _trusted(HEAD).get(f"/accounts/{address}").status_code == 200


@pytest.mark.parametrize("address", ["email/", "2fa/totp/activate/", "2fa/webauthn/add/"])
def test_an_unattended_screen_changes_nothing(world: World, address: str) -> None:
    client = logged_in(HEAD)
    answer = client.post(f"/accounts/{address}", {"email": "thief@x.example", "action_add": ""})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not EmailAddress.objects.filter(email="thief@x.example").exists()


def test_others_never_read_what_happened_at_my_door(world: World) -> None:
    logged_in(HEAD)
    for other in (world.cmo_qa, world.other_sponsor, world.auditor):
        with scope.opened(other):
            assert LoginRecord.objects.count() == 0
    with scope.opened(world.reviewer):  # a colleague's records stand on the administrator's page
        assert LoginRecord.objects.count() == 1
