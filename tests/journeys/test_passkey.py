"""A passkey in a real browser: enrolled, used to come in, used to sign the statement (21 CFR 11.200)."""

from typing import Any

import pytest

from oversight.demo.stage import PASSWORD
from tests.journeys.people import Person

pytestmark = pytest.mark.journey

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_opens_and_signs(enter: Any) -> None:
    person: Person = enter("qa@alderpine.example")
    page = person.page
    devtools = person.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/accounts/2fa/webauthn/add/")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)

    person.goes("/people/accountability/")
    person.clicks("I accept, with passkey")
    page.wait_for_url("**/profile/")
    person.sees("you may sign")

    page.locator(".shell-foot summary").click()
    person.clicks("Log out")
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    person.goes("/profile/")
    person.sees("Second factor added")
