"""A reviewer's machine decides, accepts, returns; nothing is signed with a key."""

import pytest
from django.test import Client

from evidence.models import Pack, RuleVerdict
from kernel import scope
from tests.evidence.actions.test_review import attest, with_exceptions
from tests.evidence.scene import Scene
from tests.evidence.upload import last_refusal
from tests.factories.keys import keyed


@pytest.fixture
def reviewer(scene: Scene) -> Client:
    return keyed(scene.world, "qa@alderpine.example")


def in_review(scene: Scene) -> Pack:
    pack = scene.submit(with_exceptions()).pack
    attest(scene, pack)
    return pack


def post(client: Client, path: str, **body: str) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
    return answer.status_code, answer.json()


def test_attesting_with_a_key_is_refused_with_the_sentence(scene: Scene) -> None:
    pack = scene.submit().pack
    status, problem = post(keyed(scene.world, "qa@keystone.example"), f"packs/{pack.pk}/attest/")
    assert (status, problem["detail"]) == (403, "Nothing that needs a signature can be done with a key.")
    assert scene.reloaded(pack).state == "complete"
    assert last_refusal(scene).subject_id == pack.pk


def test_decided_with_a_key(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    with scope.opened(scene.world.reviewer):
        ids = list(RuleVerdict.objects.filter(pack=pack, severity="W", outcome="fail").values_list("pk", flat=True))
    for key in ids:
        status, verdict = post(reviewer, f"verdicts/{key}/decide/", choice="accepted", reason="Explained.")
        assert (status, verdict["state"]) == (201, "accepted")
    assert reviewer.get(f"/api/v1/packs/{pack.pk}/").json()["state"] == "in_review"


@pytest.mark.parametrize("step", ["accept", "countersign"])
def test_accepting_with_a_key_is_refused_with_the_sentence(scene: Scene, reviewer: Client, step: str) -> None:
    pack = in_review(scene)
    status, problem = post(reviewer, f"packs/{pack.pk}/{step}/")
    assert (status, problem["detail"]) == (403, "Nothing that needs a signature can be done with a key.")
    assert scene.reloaded(pack).state == "in_review"
    assert post(keyed(scene.world, "qa@bluemesa.example"), f"packs/{pack.pk}/{step}/")[0] == 404


def test_returned_with_a_reason(scene: Scene, reviewer: Client) -> None:
    pack = in_review(scene)
    status, problem = post(reviewer, f"packs/{pack.pk}/return/")
    assert (status, problem["code"]) == (409, "reason-missing")
    status, returned = post(reviewer, f"packs/{pack.pk}/return/", reason="Where is page 4?")
    assert (status, returned["state"]) == (200, "returned")


def test_withdrawn_by_the_clerk_alone(scene: Scene, reviewer: Client) -> None:
    pack = scene.submit().pack
    assert post(reviewer, f"packs/{pack.pk}/withdraw/", reason="x")[0] == 403
    assert post(keyed(scene.world, "qa@bluemesa.example"), f"packs/{pack.pk}/withdraw/", reason="x")[0] == 404
    status, withdrawn = post(keyed(scene.world, "clerk@keystone.example"), f"packs/{pack.pk}/withdraw/", reason="wrong")
    assert (status, withdrawn["state"]) == (200, "withdrawn")
