"""Signing through a page: password or passkey inside the form, failures counted (21 CFR 11.200, 11.300)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.urls import path

from kernel import scope
from kernel.clock import now
from kernel.history import acting
from oversight import urls
from parties.models import LoginRecord, Partnership, Person
from parties.proving import prove
from parties.refusals import refusable
from records.actions import sign
from records.content import content_hash
from records.forms import SigningForm
from records.models import Refusal, Signature
from records.states import Meaning
from tests.factories.passkey import Passkey
from tests.factories.signing import as_typed
from tests.factories.world import LONG_AGO, PASSWORD, World
from tests.parties.doors import CACHE, door_kinds, log_in

HEAD = "head.qa@alderpine.example"
CONTENT = {"lot": "KB-2417", "decision": "release"}


def signing(request: HttpRequest) -> HttpResponse:
    """A page as every signing page is built."""
    form = SigningForm(request.POST or None)
    pair = Partnership.objects.get()
    if request.method == "POST" and form.is_valid():
        with refusable(request, form, pair):
            made = sign(
                by=request.actor,
                subject=pair,
                subject_kind="change_request",
                subject_label="The test subject",
                content=CONTENT,
                meaning=Meaning.APPROVED,
                proof=prove(request, form.cleaned_data),
                reason=form.cleaned_data["reason"],
                at=now(),
                shown_hash=form.cleaned_data["content_hash"],
                permission="release.disposition",
            )
            return HttpResponse(f"signed {made.proof}")
    values = {"form": form, "digest": content_hash(CONTENT), "pair": pair}
    return render(request, "signing.html", values)


class Routes:
    urlpatterns = [path("signing/", signing, name="signing"), *urls.urlpatterns]
    handler404, handler500 = urls.handler404, urls.handler500


PAGE = """{% load ui %}<form method="post">
{% ui_sign form meaning="Approved" sentence="Approve." digest=digest printed_name="H" subject=pair %}</form>"""


@pytest.fixture(autouse=True)
def signing_page(settings: Any) -> Iterator[None]:
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "APP_DIRS": False,
            "OPTIONS": {
                **settings.TEMPLATES[0]["OPTIONS"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"signing.html": PAGE}),
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ]
    with override_settings(CACHES=CACHE, ROOT_URLCONF=Routes):
        cache.clear()
        yield


@pytest.fixture
def client(world: World) -> Client:
    client = Client(SERVER_NAME="localhost")
    log_in(client, HEAD)
    return client


def _typed(client: Client, **changes: str) -> dict[str, str]:
    """What the page's form sends, after it was opened."""
    return as_typed(client.get("/signing/"), reason="fits") | changes


def test_a_password_signs(client: Client, world: World) -> None:
    page = client.get("/signing/").content.decode()
    assert content_hash(CONTENT) in page
    assert "data-passkey" not in page
    assert 'name="user_id"' in page
    assert client.post("/signing/", _typed(client)).content == b"signed password"
    with scope.opened(world.head):
        made = Signature.objects.get()
    assert (made.printed_name, made.reason, made.subject_kind) == ("Helen Okafor", "fits", "change_request")


def test_a_wrong_password_signs_nothing_and_counts(client: Client, world: World) -> None:
    answer = client.post("/signing/", _typed(client, password="guess")).content.decode()
    assert "The password is not right. Nothing was signed. (21 CFR 11.200(a)(1))" in answer
    with scope.opened(world.head):
        assert Signature.objects.count() == 0
        refusal = Refusal.objects.get()
        failed = LoginRecord.objects.get(kind="failed")
    assert (refusal.code, refusal.action, refusal.subject_id) == (
        "proof-failed",
        "signing",
        world.alder_keystone.pk,
    )
    assert (failed.person_id, failed.email, failed.address) == (world.head.person_id, HEAD, "127.0.0.1")


def test_five_guesses_lock_the_account_for_signing_too(client: Client, world: World) -> None:
    for _ in range(5):
        client.post("/signing/", _typed(client, password="guess"))
    assert "this account is locked until" in client.post("/signing/", _typed(client)).content.decode()
    assert "this account is locked until" in log_in(Client(), HEAD).content.decode()
    assert door_kinds(world.people[HEAD]) == ["login", *["failed"] * 5, "locked", "blocked"]
    with scope.opened(world.head):
        assert Signature.objects.count() == 0
        codes = Refusal.objects.order_by("at").values_list("code", flat=True)
        assert list(codes) == ["proof-failed"] * 5 + ["locked"]


def test_a_stale_page_signs_nothing(client: Client, world: World) -> None:
    older = content_hash(CONTENT | {"decision": "reject"})
    answer = client.post("/signing/", _typed(client, content_hash=older)).content.decode()
    assert "The test subject has changed since you opened this page." in answer
    with scope.opened(world.head):
        assert Refusal.objects.get().code == "stale"


@pytest.mark.parametrize(
    "changes",
    [{"password": ""}, {"content_hash": "x"}, {"content_hash": ""}, {"credential": "[1]"}, {"credential": "{"}],
)
def test_what_has_not_the_shape_of_a_signature_is_asked_again(
    client: Client, world: World, changes: dict[str, str]
) -> None:
    answer = client.post("/signing/", _typed(client, **changes))
    assert answer.status_code == 200
    assert b"signed" not in answer.content.replace(b"what was signed", b"")
    with scope.opened(world.head):
        assert Signature.objects.count() == 0


def test_without_the_statement_the_page_says_where_to_accept_it(client: Client, world: World) -> None:
    with scope.opened(world.head), acting(by=world.head, reason="test", at=LONG_AGO):
        Person.objects.filter(email=HEAD).update(accountable_since=None)
    assert "Accept the statement of accountability" in client.post("/signing/", _typed(client)).content.decode()
    assert "You cannot sign yet." in client.get("/profile/").content.decode()
    address = "/people/accountability/?next=/signing/"
    assert "legally binding equivalent of my handwritten" in client.get(address).content.decode()
    given = as_typed(client.get(address))
    assert "The password is not right." in client.post(address, given | {"password": "guess"}).content.decode()
    assert client.post(address, given).url == "/signing/"
    assert client.post("/signing/", _typed(client)).content == b"signed password"
    with scope.opened(world.head):
        newest = Person.history.filter(email=HEAD).first()
    assert newest.history_change_reason == "accepted the statement of accountability for electronic signatures"
    assert newest.history_user_id == world.head.person_id


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_acceptance_leads_nowhere_else(client: Client, address: str) -> None:
    page = f"/people/accountability/?next={address}"
    answer = client.post(page, as_typed(client.get(page)))
    assert answer.url == "/profile/"


def _options(client: Client, given: dict[str, str]) -> dict[str, Any]:
    return client.post("/people/passkey/", {"challenge": given["challenge"]}).json()["publicKey"]


def test_a_passkey_signs_and_its_answer_serves_once(client: Client, world: World) -> None:
    key = Passkey.enrolled(world.people[HEAD])
    assert "data-passkey" in client.get("/signing/").content.decode()
    given = _typed(client, password="", user_id="")
    answer = json.dumps(key.answer(_options(client, given)))
    assert client.post("/signing/", given | {"credential": answer}).content == b"signed passkey"
    again = client.post("/signing/", given | {"credential": answer}).content.decode()
    assert "A signature was given with this page already." in again
    assert client.post("/people/passkey/", {"challenge": given["challenge"]}).status_code == 404
    elsewhere = client.post("/signing/", _typed(client, password="", credential=answer)).content.decode()
    assert "The passkey was not recognized. Nothing was signed." in elsewhere


@pytest.mark.parametrize("flaw", ["challenge", "origin", "signature", "type", "owner"])
def test_a_false_passkey_signs_nothing(client: Client, world: World, flaw: str) -> None:
    owner = world.people["qa@alderpine.example" if flaw == "owner" else HEAD]
    Passkey.enrolled(world.people[HEAD])
    key = Passkey.enrolled(owner)
    given = _typed(client, password="")
    credential = json.dumps(key.answer(_options(client, given), flaw=flaw))
    answer = client.post("/signing/", given | {"credential": credential}).content.decode()
    assert "The passkey was not recognized. Nothing was signed." in answer
    with scope.opened(world.head):
        assert Signature.objects.count() == 0
        assert LoginRecord.objects.get(kind="failed").email == HEAD


def test_reauthentication_some_minutes_ago_is_no_proof(client: Client, world: World) -> None:
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert "Give your password again" in client.post("/signing/", _typed(client, password="")).content.decode()
