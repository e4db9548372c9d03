"""A passkey in a real browser: enrolled, used to come in, used to sign the statement (21 CFR 11.200)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories.world import PASSWORD, make_world
from tests.faults.platform import broker, free_port
from tests.journeys.people import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def reviewer(committed_database: str, static_files: None, browser: Any, tmp_path: Path) -> Iterator[Person]:
    """A small world behind a web server; nothing else runs."""
    make_world()
    with broker(tmp_path) as own:
        site = Site(committed_database, tmp_path, own, free_port())
        try:
            site.start_web()
            person = Person(browser, site.address, "qa@alderpine.example", PASSWORD)
            person.log_in()
            yield person
            person.leave(tmp_path)
        finally:
            site.stop()


def test_a_passkey_opens_and_signs(reviewer: Person) -> None:
    person = reviewer
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
    person.clicks("I accept with passkey")
    page.wait_for_url("**/profile/")
    person.sees("you may sign")

    page.locator(".shell-foot summary").click()
    person.clicks("Log out")
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    person.goes("/profile/")
    person.sees("Second factor added")
