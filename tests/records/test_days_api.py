"""The other company’s machine countersigns a day over the API."""

import json
from uuid import UUID

from django.db import transaction

from kernel import scope
from records.models import Countersignature, DayHead
from tests.factories.browsers import browser
from tests.factories.days import FOURTH_DAY, PRIVATE, PUBLIC
from tests.factories.keys import keyed
from tests.factories.sealed import SealedTrail, seal_all
from workspace.management.commands.verify import check


def test_over_the_api_the_other_company_signs_the_text_as_it_stands(
    open_day: DayHead, sealed_trail: SealedTrail
) -> None:
    """The page shows first that the day waits; afterwards both show who signed, and all of it verifies."""
    world = sealed_trail.shop.world
    machine, page = keyed(world, "qa@keystone.example"), browser(world, "qa@keystone.example")
    listed = machine.get("/api/v1/heads/").json()["results"]
    (waiting,) = [head for head in listed if head["waits_for_you"]]
    assert (waiting["id"], json.loads(waiting["text"])["company"]) == (str(open_day.pk), str(world.alder.pk))
    assert "waits for your company" in page.get("/heads/").content.decode()
    address = f"/api/v1/heads/{open_day.pk}/countersign/"
    refused = machine.post(address, {"signature": "00" * 64}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_signature")
    signature = PRIVATE.sign(waiting["text"].encode()).hex()
    for _ in range(2):  # handed in again, the same is answered
        answer = machine.post(address, {"signature": signature}, content_type="application/json")
        assert (answer.status_code, answer.json()["waits_for_you"]) == (200, False)
        assert answer.json()["countersignature"]["held"] == "company"
    (one,) = signatures(open_day.pk)
    assert (one.person_id, one.public_key) == (world.cmo_qa.person_id, PUBLIC)
    other = machine.post(address, {"signature": "11" * 64}, content_type="application/json")
    assert (other.status_code, other.json()["code"]) == (409, "already_signed")
    assert "waits for your company" not in page.get("/heads/").content.decode()
    seal_all(FOURTH_DAY)
    assert check(with_files=False).findings == ()


def signatures(head_id: UUID) -> list[Countersignature]:
    with scope.opened(scope.system()), transaction.atomic():
        return list(Countersignature.objects.filter(head_id=head_id))
