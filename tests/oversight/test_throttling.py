"""Each key, each company and each address without a key has its own count, kept in Redis (429, Retry-After)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from rest_framework.request import Request
from time_machine import Traveller, travel

from kernel import scope
from kernel.scope import Actor
from oversight.throttling import KeyThrottle
from parties.models import KeptAnswer
from records.models import Refusal
from tests.factories.keys import keyed
from tests.factories.world import World
from traceability.models import Consignee

CLERK, QUALITY = "clerk@keystone.example", "qa@keystone.example"
ME = "/api/v1/me/"
FIXED = 1_800_000_042.5
"""A moment 42.5 s into its minute."""
NOWHERE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}


@pytest.fixture
def fixed_time() -> Iterator[Traveller]:
    """Python's clock, by which requests are counted, stands still until the test moves it."""
    with travel(FIXED, tick=False) as traveller:
        yield traveller


@override_settings(API_RATE_PER_KEY="2/min")
def test_a_key_over_its_rate_is_answered_429_until_the_next_window(world: World, fixed_time: Traveller) -> None:
    client = keyed(world, CLERK)
    assert [client.get(ME).status_code for _ in range(3)] == [200, 200, 429]
    refused = client.get(ME)
    assert (refused["Content-Type"], refused["Retry-After"]) == ("application/problem+json", "18")
    assert refused.json() == {
        "type": "urn:oversight:problem:throttled",
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests. Nothing was done. Ask again in 18 seconds.",
        "clause": "",
        "code": "throttled",
        "errors": [],
    }
    fixed_time.shift(17.25)
    assert client.get(ME)["Retry-After"] == "1"
    fixed_time.shift(0.25)
    assert client.get(ME).status_code == 200


@override_settings(API_RATE_PER_KEY="1/min")
def test_keys_are_counted_apart(world: World, fixed_time: Traveller) -> None:
    first, second = keyed(world, CLERK), keyed(world, CLERK)
    assert [first.get(ME).status_code, first.get(ME).status_code, second.get(ME).status_code] == [200, 429, 200]


@override_settings(API_RATE_PER_COMPANY="2/min")
def test_a_company_is_counted_over_all_its_keys_and_no_other_with_it(world: World, fixed_time: Traveller) -> None:
    answers = [keyed(world, email).get(ME).status_code for email in (CLERK, QUALITY, CLERK)]
    assert answers == [200, 200, 429]
    assert keyed(world, "qa@alderpine.example").get(ME).status_code == 200


@override_settings(API_RATE_PER_ADDRESS="1/min")
def test_pages_without_a_key_are_counted_by_address(world: World, fixed_time: Traveller) -> None:
    here, there = ({"REMOTE_ADDR": f"2001:db8::{uuid4().hex[:4]}"} for _ in range(2))
    assert [Client().get("/api/v1/", **here).status_code for _ in range(2)] == [200, 429]
    assert Client().get("/api/v1/", **there).status_code == 200
    assert keyed(world, CLERK).get("/api/v1/", **here).status_code == 200


@override_settings(API_RATE_PER_KEY="1/min")
def test_what_was_too_much_was_not_done_nor_recorded_nor_kept(world: World, fixed_time: Traveller) -> None:
    client = keyed(world, CLERK)
    body = {
        "partnership": str(world.alder_keystone.pk), "name": "Harbor Health DC", "kind": "retailer",
        "address": "1 Dock Street", "contact": "recall@harbor.example",
    }  # fmt: skip
    client.get(ME)

    def post() -> Any:
        headers = {"idempotency-key": "k-1"}
        return client.post("/api/v1/consignees/", body, content_type="application/json", headers=headers)

    assert post().status_code == 429
    with scope.opened(world.clerk), transaction.atomic():
        counts = (Consignee.objects.count(), Refusal.objects.count(), KeptAnswer.objects.count())
    assert counts == (0, 0, 0)
    fixed_time.shift(60)
    assert post().status_code == 201


def test_an_empty_rate_counts_nothing(world: World) -> None:
    client = keyed(world, CLERK)
    assert {client.get(ME).status_code for _ in range(5)} == {200}


def _asked(actor: Actor, prefix: str) -> Request:
    request = Request(RequestFactory().get(ME, headers={"authorization": f"Key {prefix}.secret"}))
    request.auth = actor
    return request


@override_settings(API_RATE_PER_KEY="7/d")
def test_no_request_is_lost_between_processes() -> None:
    """Twenty at the same moment are twenty: exactly seven pass."""
    prefix = uuid4().hex[:12]
    actor = Actor(person_id=uuid4(), name="Program", organisation_id=uuid4())
    with ThreadPoolExecutor(20) as pool:
        passed = list(pool.map(lambda _: KeyThrottle().allow_request(_asked(actor, prefix), None), range(20)))
    assert passed.count(True) == 7


@override_settings(API_RATE_PER_KEY="1/min", CACHES={"default": NOWHERE})
def test_without_redis_requests_are_answered_and_it_is_said(caplog: pytest.LogCaptureFixture) -> None:
    actor = Actor(person_id=uuid4(), name="Program", organisation_id=uuid4())
    allowed = [KeyThrottle().allow_request(_asked(actor, "a" * 12), None) for _ in range(3)]
    assert allowed == [True, True, True]
    assert "requests are not counted: Redis does not answer" in caplog.text
