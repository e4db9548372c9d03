"""The pages of an event, as each side sees them."""

from typing import Any

import pytest
from django.test import Client

from kernel import scope
from lots.models import Lot
from quality_events.models import QualityEvent
from records.models import Refusal
from tests.factories.signing import as_typed
from tests.factories.walked import Shop
from tests.quality_events.reported import investigate, propose, report

FORM = {
    "kind": "deviation", "classification": "major", "title": "Desiccant missing", "description": "14 bottles.",
    "missed": "none", "discovered_at": "2026-03-11T08:00",
}  # fmt: skip


def enter(shop: Shop, email: str) -> Client:
    client = Client()
    with scope.anonymous():
        client.force_login(shop.world.people[email])
    return client


@pytest.mark.lot(until="completed")
def test_the_clerk_reports_and_both_sides_see_it(shop: Shop, lot: Lot) -> None:
    answer = enter(shop, "clerk@keystone.example").post(f"/events/report/{lot.pk}/", FORM)
    assert answer.status_code == 302
    for email in ("qa@alderpine.example", "qa@keystone.example", "auditor@example.org"):
        page = enter(shop, email).get(answer.url)
        assert page.status_code == 200
        assert "Desiccant missing" in page.content.decode()
        assert '<th scope="row">Priya Raman</th>' in page.content.decode()
        assert "Waits to be sent" in page.content.decode()
    assert enter(shop, "qa@bluemesa.example").get(answer.url).status_code == 404
    listed = enter(shop, "qa@alderpine.example").get("/events/").content.decode()
    assert "DEV-1" in listed
    assert "DEV-1" not in enter(shop, "qa@bluemesa.example").get("/events/").content.decode()


@pytest.mark.lot(until="completed")
def test_a_refused_report_keeps_what_was_typed_and_is_recorded(shop: Shop, lot: Lot) -> None:
    answer = enter(shop, "clerk@keystone.example").post(
        f"/events/report/{lot.pk}/", FORM | {"discovered_at": "2099-01-01T00:00"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "The time of discovery lies in the future." in text
    assert "14 bottles." in text
    with scope.opened(shop.world.clerk):
        assert QualityEvent.objects.count() == 0
        assert Refusal.objects.get().sentence == "The time of discovery lies in the future."


@pytest.mark.lot(until="completed")
def test_signing_needs_the_right_password(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot)
    investigate(shop, event)
    propose(shop, event)
    client, url = enter(shop, "qa@alderpine.example"), f"/events/{event.pk}/sign/approve/"
    given = as_typed(client.get(url), reason="agreed")
    wrong = client.post(url, given | {"password": "wrong password here"})
    assert wrong.status_code == 409
    assert "The password is not right" in wrong.content.decode()
    right = client.post(url, given)
    assert right.status_code == 302
    with scope.opened(shop.world.reviewer):
        assert QualityEvent.objects.get(pk=event.pk).state == "decided"


@pytest.mark.lot(until="completed")
def test_unlawful_dispositions_are_not_offered(shop: Shop, lot: Lot) -> None:
    event = report(shop, lot, missed="specification")
    page = enter(shop, "qa@keystone.example").get(f"/events/{event.pk}/").content.decode()
    assert 'value="reject"' in page
    assert 'value="accept"' not in page


@pytest.mark.lot(until="completed")
def test_the_list_takes_as_many_queries_for_three_events_as_for_one(
    shop: Shop, django_assert_max_num_queries: Any, lot: Lot
) -> None:
    client = enter(shop, "qa@alderpine.example")
    report(shop, lot)
    client.get("/events/")
    with django_assert_max_num_queries(40) as first:
        client.get("/events/")
    report(shop, lot)
    report(shop, lot)
    with django_assert_max_num_queries(len(first)) as third:
        client.get("/events/")
    assert len(third) <= len(first)


def _hash(answer: Any) -> str:
    found: str = answer.context["digest"]
    return found
