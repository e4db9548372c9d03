"""The link of a mail survives the log-in, and a second factor: it lands on the event; mails say lot, clause, time."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from clocks.models import OutboxMessage
from clocks.outside.mail import compose
from kernel import scope
from lots.models import Lot
from tests.factories.walked import Shop
from tests.factories.world import PASSWORD
from tests.quality_events.reported import investigate, propose, report
from tests.quality_events.told import receive, screen

pytestmark = pytest.mark.lot(until="completed")
HEAD = "head.qa@alderpine.example"


def mail_of(shop: Shop, subject: str) -> str:
    """The text of the mail to the sponsor's head whose subject begins so."""
    with scope.opened(shop.world.head):
        messages = OutboxMessage.objects.filter(partnership=shop.partnership, payload__to=[HEAD])
        (found,) = [one for one in messages if one.payload["subject"].startswith(subject)]
        return str(compose(found).body)


def link_in(text: str) -> str:
    found = re.search(r"https?://\S+", text)
    assert found, text
    return urlsplit(found.group()).path


def next_of(page: Any) -> str:
    """What the log-in's form carries on."""
    found = re.search(r'name="next"[^>]*value="([^"]*)"', page.content.decode())
    assert found
    return found.group(1)


def enrolled(shop: Shop) -> list[str]:
    """Their authenticator app is set up; the codes for the day on which it is lost."""
    client = Client()
    client.post("/accounts/login/", {"login": HEAD, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    code = hotp_value(client.session["mfa.totp.secret"], next(yield_hotp_counters_from_time()))
    client.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(code)})
    kept = Authenticator.objects.get(user_id=shop.world.people[HEAD].pk, type="recovery_codes")
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes


@pytest.mark.parametrize("has_factor", [False, True])
def test_the_link_lands_on_the_event_after_log_in(shop: Shop, lot: Lot, has_factor: bool) -> None:
    event = report(shop, lot)
    codes = enrolled(shop) if has_factor else []
    link = link_in(mail_of(shop, f"{event.number} (major)"))
    client = Client()
    page = client.get(link, follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/")
    typed = {"login": HEAD, "password": PASSWORD, "next": next_of(page)}
    page = client.post("/accounts/login/", typed, follow=True)
    if has_factor:
        assert page.redirect_chain[-1][0].startswith("/accounts/2fa/authenticate/")
        page = client.post(page.redirect_chain[-1][0], {"code": codes[0]}, follow=True)
    assert page.redirect_chain[-1][0] == link == f"/events/{event.pk}/"
    assert "Desiccant missing" in page.content.decode()


def words_of(text: str) -> dict[str, str]:
    return dict(re.findall(r"^(What|Lot|Clause|Time):\s+(.*)$", text, re.MULTILINE))


def test_mails_say_which_lot_which_clause_and_how_long(shop: Shop, lot: Lot) -> None:
    event = propose(shop, investigate(shop, report(shop, lot)))
    complaint = receive(shop, [lot])
    screen(complaint, shop.world.reviewer, "hospitalization")
    for subject in (f"{event.number} (major)", f"Decide on {event.number}", f"{complaint.number} (quality)"):
        texts = [text for text in _all_of(shop) if text.startswith(subject)]
        assert texts, subject
        for text in texts:
            assert words_of(text).keys() == {"What", "Lot", "Clause", "Time"}, text
            assert words_of(text)["Lot"] == "KB-1"
    serious = mail_of(shop, f"{complaint.number} (quality) on {shop.product.name}: serious adverse event")
    assert "due " in words_of(serious)["Time"]
    assert words_of(serious)["Clause"] == "21 USC 379aa-1(c)(1)"


def _all_of(shop: Shop) -> list[str]:
    with scope.opened(shop.world.head):
        messages = OutboxMessage.objects.filter(partnership=shop.partnership, payload__to=[HEAD])
        return [str(compose(one).body) for one in messages]
