"""Clauses called upon in a browser: asked, answered, asked again, settled; consent signed; refusals on the form."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from agreements.models import Agreement, AgreementVersion, ClauseCall
from kernel import scope
from tests.factories.agreed_clauses import HEADINGS, clauses
from tests.factories.baseline import make_agreement
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import World


@pytest.fixture
def signed(world: World) -> AgreementVersion:
    return make_agreement(world, stated=[*clauses(), *HEADINGS], effective_until=date(2036, 12, 31))


@pytest.fixture
def head(world: World) -> Client:
    return browser(world, "head.qa@alderpine.example")


@pytest.fixture
def cmo(world: World) -> Client:
    return browser(world, "qa@keystone.example")


def the_call(world: World) -> ClauseCall:
    with scope.opened(world.clerk):
        return ClauseCall.objects.get()


def sent(client: Client, agreement: Agreement | Any, **given: str) -> Any:
    return client.post(f"/agreements/{agreement}/calls/new/", {"title": "Scales", "text": "See to it."} | given)


def test_asked_answered_asked_again_and_settled(
    world: World, signed: AgreementVersion, head: Client, cmo: Client
) -> None:
    empty = head.get(f"/agreements/{signed.agreement_id}/calls/").content.decode()
    assert "Nothing asked or told yet" in empty
    form = head.get(f"/agreements/{signed.agreement_id}/calls/new/").content.decode()
    assert "Announce an audit" in form
    assert "When it happened" not in form  # only the CMO tells of inspections
    answer = sent(head, signed.agreement_id, kind="audit_right")
    call = the_call(world)
    assert answer.headers["Location"] == f"/agreements/calls/{call.pk}/"
    assert cmo.post(f"/agreements/calls/{call.pk}/answer/", {"text": ""}).status_code == 200
    assert cmo.post(f"/agreements/calls/{call.pk}/answer/", {"text": "The 14th suits us."}).status_code == 302
    again = head.post(f"/agreements/calls/{call.pk}/ask-again/", {"reason": "And whom do we meet?"})
    assert again.status_code == 302
    assert cmo.post(f"/agreements/calls/{call.pk}/answer/", {"text": "Quentin Abbot."}).status_code == 302
    assert head.post(f"/agreements/calls/{call.pk}/settle/").status_code == 302
    page = head.get(f"/agreements/calls/{call.pk}/").content.decode()
    assert re.findall(r"The 14th suits us\.|And whom do we meet\?|Quentin Abbot\.", page) == [
        "The 14th suits us.", "And whom do we meet?", "Quentin Abbot.",
    ]  # fmt: skip
    assert the_call(world).state == "settled"


def test_an_inspection_is_told_with_its_moment(world: World, signed: AgreementVersion, cmo: Client) -> None:
    refused = sent(cmo, signed.agreement_id, kind="facilities")
    assert (refused.status_code, "Say when it happened" in refused.content.decode()) == (409, True)
    told = sent(cmo, signed.agreement_id, kind="facilities", happened_at="2026-01-02T10:00")
    assert told.status_code == 302
    assert "Told late" in cmo.get(told.headers["Location"]).content.decode()


def test_consent_is_signed_on_the_page(world: World, signed: AgreementVersion, head: Client, cmo: Client) -> None:
    sent(cmo, signed.agreement_id, kind="subcontracting")
    address = f"/agreements/calls/{the_call(world).pk}/answer/"
    given = as_typed(head.get(address), consent="yes", reason="Two lots, not more.")
    wrong = head.post(address, given | {"password": "wrong"})
    assert (wrong.status_code, "The password is not right" in wrong.content.decode()) == (409, True)
    assert head.post(address, given).status_code == 302
    assert the_call(world).has_consent is True


def test_strangers_find_no_call(world: World, signed: AgreementVersion, head: Client) -> None:
    sent(head, signed.agreement_id, kind="dispute")
    stranger = browser(world, "qa@bluemesa.example")
    for page in (f"/agreements/{signed.agreement_id}/calls/", f"/agreements/calls/{the_call(world).pk}/"):
        assert stranger.get(page).status_code == 404
    assert stranger.post(f"/agreements/calls/{the_call(world).pk}/answer/", {"text": "x"}).status_code == 404
