"""The attestation's page: exactly what is signed, the password again, never by the submitter."""

import pytest

from evidence.models import Pack
from kernel import scope
from records.models import Signature
from tests.evidence.scene import Scene
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import PASSWORD

QUALITY = "qa@keystone.example"


def page(pack: Pack) -> str:
    return f"/evidence/packs/{pack.pk}/attest/"


def test_signed_with_the_password(scene: Scene) -> None:
    pack = scene.submit().pack
    client = browser(scene.world, QUALITY)
    shown = client.get(page(pack))
    assert pack.content_hash in shown.content.decode()
    answer = client.post(page(pack), as_typed(shown))
    assert answer.status_code == 302
    assert scene.reloaded(pack).state == "in_review"
    with scope.opened(scene.world.reviewer):
        signature = Signature.objects.get(subject_id=pack.pk)
    assert (signature.meaning, signature.content_hash) == ("attested", shown.context["digest"])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "wrong"}, "The password is not right. Nothing was signed."),
        ({"content_hash": "0" * 64, "password": PASSWORD}, "changed"),
        ({"password": ""}, "Give your password again"),
    ],
)
def test_not_signed(scene: Scene, fields: dict[str, str], sentence: str) -> None:
    pack = scene.submit().pack
    client = browser(scene.world, QUALITY)
    answer = client.post(page(pack), as_typed(client.get(page(pack)), **fields))
    assert sentence in answer.content.decode()
    assert scene.reloaded(pack).state == "complete"


def test_the_submitter_sees_why_not(scene: Scene) -> None:
    pack = scene.submit(by=scene.world.cmo_qa).pack
    client = browser(scene.world, QUALITY)
    shown = client.get(f"/lots/{scene.lot.pk}/hand-over/").content.decode()
    assert "You submitted pack v1; another person must attest it." in shown
    answer = client.get(page(pack))
    assert answer.status_code == 409
    assert "You submitted pack v1; another person must attest it." in answer.content.decode()


def test_neither_clerk_nor_sponsor_attests(scene: Scene) -> None:
    pack = scene.submit(by=scene.world.cmo_qa).pack
    for email in ("clerk@keystone.example", "qa@alderpine.example"):
        assert browser(scene.world, email).get(page(pack)).status_code == 403
    assert browser(scene.world, "qa@bluemesa.example").get(page(pack)).status_code == 404
