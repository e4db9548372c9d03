"""A request sent again under its Idempotency-Key is answered again and done once, also at the same moment."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory

from kernel import scope
from kernel.clock import now
from oversight.repeated_requests import fingerprint
from parties.actions.answers import KEPT_FOR, forget_answers
from parties.models import KeptAnswer
from tests.factories.keys import keyed
from tests.factories.world import World, make_world
from tests.faults.racing import collide
from traceability.models import Consignee

ADDRESS = "/api/v1/consignees/"
CLERK = "clerk@keystone.example"


def given(world: World, name: str = "Harbor Health DC") -> dict[str, str]:
    return {
        "partnership": str(world.alder_keystone.pk), "name": name, "kind": "retailer",
        "address": "1 Dock Street", "contact": "recall@harbor.example",
    }  # fmt: skip


def post(client: Client, key: str, body: dict[str, str]) -> Any:
    return client.post(ADDRESS, body, content_type="application/json", headers={"idempotency-key": key})


def names(world: World) -> list[str]:
    with scope.opened(world.clerk), transaction.atomic():
        return list(Consignee.objects.order_by("name").values_list("name", flat=True))


def test_a_repetition_is_answered_as_before_and_does_nothing(world: World) -> None:
    client = keyed(world, CLERK)
    first, second = post(client, "k-1", given(world)), post(client, "k-1", given(world))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert (first.has_header("Idempotent-Replayed"), second["Idempotent-Replayed"]) == (False, "true")
    assert second["Content-Type"] == first["Content-Type"]
    assert names(world) == ["Harbor Health DC"]


def test_another_request_under_the_same_key_is_refused(world: World) -> None:
    client = keyed(world, CLERK)
    post(client, "k-1", given(world))
    answer = post(client, "k-1", given(world, "Inland Foods"))
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-key")
    assert answer["Content-Type"] == "application/problem+json"
    assert names(world) == ["Harbor Health DC"]


@pytest.mark.parametrize("changes", [{"kind": "moon"}, {"name": " "}])
def test_what_was_refused_may_be_tried_again_under_its_key(world: World, changes: dict[str, str]) -> None:
    client = keyed(world, CLERK)
    assert post(client, "k-1", given(world) | changes).status_code in (400, 409)
    assert post(client, "k-1", given(world)).status_code == 201


def test_keys_are_each_programs_own(world: World) -> None:
    post(keyed(world, CLERK), "k-1", given(world))
    answer = post(keyed(world, "qa@keystone.example"), "k-1", given(world, "Inland Foods"))
    assert not answer.has_header("Idempotent-Replayed")
    with scope.opened(world.other_sponsor):
        assert list(KeptAnswer.objects.all()) == []


@pytest.mark.parametrize(("key", "status"), [("k" * 255, 201), ("k" * 256, 400), ("k\x01", 400)])
def test_a_key_is_short_and_printable(world: World, key: str, status: int) -> None:
    assert post(keyed(world, CLERK), key, given(world)).status_code == status


def test_answers_are_forgotten_after_a_week(world: World) -> None:
    client = keyed(world, CLERK)
    post(client, "k-1", given(world))
    with scope.opened(world.clerk):
        at = KeptAnswer.objects.get().at
    assert forget_answers(at=at + KEPT_FOR) == 0
    assert forget_answers(at=at + KEPT_FOR + timedelta(microseconds=1)) == 1
    assert forget_answers(at=now()) == 0


def test_a_form_is_known_by_its_fields_and_files_not_by_its_boundary() -> None:
    def printed(content: bytes) -> str:
        file = SimpleUploadedFile("pack.json", content)
        request = RequestFactory().post(ADDRESS, {"reason": "late", "file": file})
        found = fingerprint(request)
        assert request.FILES["file"].read() == content
        return found

    assert printed(b"one") == printed(b"one")
    assert printed(b"one") != printed(b"two")


@pytest.mark.usefixtures("committed_database")
def test_two_at_the_same_moment_are_one() -> None:
    world = make_world()
    client = keyed(world, CLERK)

    def send(_: UUID) -> bytes:
        answer: bytes = post(client, "k-1", given(world)).content
        return answer

    [(left, right)] = collide(send, send, [world.clerk.person_id])
    assert (left, b"Harbor Health DC" in left) == (right, True), left
    assert names(world) == ["Harbor Health DC"]
