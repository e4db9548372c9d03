"""Keys: made once, kept as a hash, act as one membership, end at once (domain §E.9)."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from kernel import scope
from kernel.clock import now
from kernel.errors import Forbidden, Refused
from kernel.history import acting
from kernel.scope import Actor, through
from parties.actions import make_key, revoke_key
from parties.models import ApiKey, Membership, Person
from parties.rules.keys import LONGEST_KEY
from parties.tokens import split_key, token_hash
from records.models import Refusal
from tests.factories.world import LONG_AGO, World
from tests.parties.doors import logged_in

CLERK = "clerk@keystone.example"
KEYSTONE = "Keystone Blending Co."


def _made(email: str = CLERK, organisation: str = KEYSTONE, **changes: Any) -> str:
    at = now()
    values = {"label": "ERP", "expires_at": at + timedelta(days=30), "by": scope.system(), "at": at}
    return make_key(email=email, organisation_name=organisation, **(values | changes)).text


def _me(text: str) -> Any:
    return Client(headers={"authorization": f"Key {text}"}).get("/api/v1/me/")


def test_the_command_prints_a_key_that_opens(world: World) -> None:
    out, noise = StringIO(), StringIO()
    call_command("api_key", user=CLERK, organisation=KEYSTONE, stdout=out, stderr=noise)
    text = out.getvalue().strip()
    answer = _me(text)
    assert answer.status_code == 200
    assert answer.json()["email"] == CLERK
    assert "shown once" in noise.getvalue()


def test_only_the_hash_is_kept(world: World) -> None:
    text = _made()
    prefix, secret = text.split(".")
    with scope.opened(world.clerk):
        key = ApiKey.objects.get()
        history = ApiKey.history.get()
    assert (key.prefix, key.key_hash, key.label) == (prefix, token_hash(secret), "ERP")
    assert secret not in str(vars(key))
    assert history.history_change_reason == f"key for {CLERK}: ERP"
    with scope.anonymous():
        assert list(ApiKey.objects.all()) == []


def test_me_names_person_organisation_roles_and_partnerships(world: World) -> None:
    body = _me(_made("qa@keystone.example")).json()
    assert (body["name"], body["roles"]) == ("Quentin Abbot", ["CQA", "CQC"])
    assert body["organisation"] == {"id": str(world.keystone.pk), "name": KEYSTONE}
    assert [(p["sponsor"]["name"], p["side"]) for p in body["partnerships"]] == [
        ("Alder & Pine Nutrition", "cmo"),
        ("Blue Mesa Wellness", "cmo"),
        ("Cedar Ridge Nutraceuticals", "cmo"),
    ]
    sponsors = _me(_made("qa@bluemesa.example", "Blue Mesa Wellness"))
    assert [p["side"] for p in sponsors.json()["partnerships"]] == ["sponsor"]
    assert b"Alder" not in sponsors.content
    auditors = _me(_made("auditor@example.org", "Nyman Quality Audits"))
    assert [p["side"] for p in auditors.json()["partnerships"]] == ["auditor"]


@pytest.mark.parametrize(
    "text",
    ["", "x", "0123456789ab.wrong", "0123456789ab", "zz.zz", "0123456789ab.\u00e9", ".", "0123456789ab." + "x" * 5000],
)
def test_a_wrong_key_opens_nothing(world: World, text: str) -> None:
    _made()
    answer = Client(headers={"authorization": f"Key {text}"}).get("/api/v1/me/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Key realm="Oversight"'
    assert answer.json()["code"] in {"key-unknown", "not-authenticated"}


def test_a_wrong_key_leaves_a_trace(world: World) -> None:
    prefix = _made().split(".")[0]
    _me(f"{prefix}.guess")
    Client().get("/api/v1/me/")  # no key at all is no attempt
    with scope.opened(scope.system()):
        refusal = Refusal.objects.get()
    assert (refusal.code, refusal.action, refusal.person_id) == ("key-unknown", "api-me", None)
    assert refusal.detail["address"] == "127.0.0.1"


@pytest.mark.parametrize("scheme", ["Bearer", "Basic", "key"])
def test_another_scheme_opens_nothing(world: World, scheme: str) -> None:
    answer = Client(headers={"authorization": f"{scheme} {_made()}"}).get("/api/v1/me/")
    assert answer.status_code == 401


def test_a_browsers_session_is_no_key(world: World) -> None:
    assert logged_in(CLERK).get("/api/v1/me/").status_code == 401


def test_a_key_ends_with_its_time_its_membership_and_its_person(world: World) -> None:
    at = now()
    late = _made(at=at - timedelta(days=2), expires_at=at - timedelta(seconds=1))
    assert _me(late).status_code == 401
    live = _made()
    assert _me(live).status_code == 200
    with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason="test", at=LONG_AGO):
        Person.objects.filter(email=CLERK).update(is_active=False)
    assert _me(live).status_code == 401
    with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason="test", at=LONG_AGO):
        Person.objects.filter(email=CLERK).update(is_active=True)
    assert _me(live).status_code == 200
    with scope.opened(world.clerk), transaction.atomic(), acting(by=world.clerk, reason="test", at=LONG_AGO):
        Membership.objects.filter(person_id=world.clerk.person_id).update(ended_at=LONG_AGO)
    assert _me(live).status_code == 401


def test_a_revoked_key_opens_nothing(world: World, cmo_administrator: Actor) -> None:
    text = _made()
    client = logged_in("admin@keystone.example")
    page = client.get("/people/keys/").content.decode()
    assert text.split(".")[0] in page
    assert text.split(".")[1] not in page
    with scope.opened(cmo_administrator):
        key = ApiKey.objects.get()
    assert client.post(f"/people/keys/{key.pk}/revoke/", {"reason": "left on a stick"}).status_code == 302
    assert _me(text).status_code == 401
    assert (
        "This key has ended already."
        in client.post(f"/people/keys/{key.pk}/revoke/", {"reason": "again"}).content.decode()
    )


def test_who_may_revoke(world: World) -> None:
    _made()
    with scope.opened(world.clerk):
        key = ApiKey.objects.get()
    with scope.opened(world.cmo_qa), pytest.raises(Forbidden, match="revoke keys of others"):
        revoke_key(key_id=key.pk, by=world.cmo_qa, reason="x", at=now())
    by = through(world.clerk, "api")
    with scope.opened(by), pytest.raises(Forbidden, match="A key cannot revoke a key"):
        revoke_key(key_id=key.pk, by=by, reason="x", at=now())
    with scope.opened(world.reviewer), pytest.raises(ApiKey.DoesNotExist):
        revoke_key(key_id=key.pk, by=world.reviewer, reason="x", at=now())
    with scope.opened(world.clerk):
        assert revoke_key(key_id=key.pk, by=world.clerk, reason="mine", at=LONG_AGO).revoked_at == LONG_AGO


def test_strangers_to_an_organisation_get_no_key(world: World) -> None:
    with pytest.raises(Refused, match=r"does not act for “Blue Mesa Wellness” today"):
        _made(organisation="Blue Mesa Wellness")
    with pytest.raises(Refused, match=r"nobody@x\.example does not act"):
        _made("nobody@x.example")
    with pytest.raises(CommandError, match="does not act for"):
        call_command("api_key", user="nobody@x.example", organisation=KEYSTONE)


def test_a_key_lasts_a_while_and_no_longer(world: World) -> None:
    at = now()
    with pytest.raises(Refused, match="at most 731 days"):
        _made(at=at, expires_at=at + LONGEST_KEY + timedelta(seconds=1))
    with pytest.raises(Refused, match="at most 731 days"):
        _made(at=at, expires_at=at)
    assert split_key(_made(at=at, expires_at=at + LONGEST_KEY)) is not None


def test_only_the_operator_makes_keys(world: World) -> None:
    with scope.opened(world.clerk), pytest.raises(Forbidden, match="operator"):
        _made(by=world.clerk)
