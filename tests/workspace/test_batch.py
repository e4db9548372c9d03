"""Several records, one proof: one signature each, all of them or none (21 CFR 11.200(a)(1))."""

import pytest

from change_control.models import ChangeRequest
from kernel import scope
from masters.models import Product
from records.models import Refusal, Signature
from tests.change_control.made import propose, submit
from tests.factories.baseline import make_agreement, make_baseline
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import World
from workspace.queries.batch import chosen_dues

HEAD = "head.qa@alderpine.example"


@pytest.fixture
def asked(world: World) -> list[ChangeRequest]:
    baseline = make_baseline(world)
    make_agreement(world)
    with scope.opened(world.clerk):
        product = Product.objects.get(pk=baseline.master_record.product_id)
    return [submit(propose(world, product.pk), world.clerk) for _ in range(2)]


def address(*changes: ChangeRequest) -> str:
    return "/signing/sign/?" + "&".join(f"record=change.approve.{change.pk}" for change in changes)


def test_chosen_read_and_signed_together(world: World, asked: list[ChangeRequest]) -> None:
    client = browser(world, HEAD)
    assert 'href="/signing/"' in client.get("/").content.decode()
    listed = client.get("/signing/").content.decode()
    assert [listed.count(f"change.approve.{change.pk}") for change in asked] == [1, 1]
    page = client.get(address(*asked))
    text = page.content.decode()
    assert text.count("SHA-256") == 2
    assert "Sign 2 records" in text
    given = as_typed(page, reason="assessed")
    assert client.post(address(*asked), given | {"password": "wrong"}).status_code == 409
    assert client.post(address(*asked), given).headers["Location"] == "/signing/"
    with scope.opened(world.head):
        made = list(Signature.objects.order_by("subject_label").filter(subject_kind="change_request"))
        assert [row.meaning for row in made] == ["approved", "approved"]
        assert len({row.challenge_id for row in made}) == 1
        assert {row.state for row in ChangeRequest.objects.all()} == {"approved"}
    again = client.post(address(*asked), given).content.decode()
    assert "A signature was given with this page already." in again
    assert "Nothing waits for your signature" in client.get("/signing/").content.decode()


def test_one_refusal_lets_none_be_signed_and_is_named(world: World, asked: list[ChangeRequest]) -> None:
    client = browser(world, HEAD)
    given = as_typed(client.get(address(asked[0])))
    answer = client.post(address(*asked), given)
    assert answer.status_code == 409
    assert (
        f"{asked[1]} {asked[1].title}: The page that you signed on did not ask for"
        in answer.content.decode().replace("&#x27;", "'")
    )
    with scope.opened(world.head):
        assert not Signature.objects.filter(subject_kind="change_request").exists()
        assert Refusal.objects.get().code == "batch-refused"


def test_what_no_longer_waits_is_not_signed(world: World, asked: list[ChangeRequest]) -> None:
    client = browser(world, HEAD)
    given = as_typed(client.get(address(*asked)))
    assert client.post(address(asked[0]), as_typed(client.get(address(asked[0])))).status_code == 302
    answer = client.post(address(*asked), given)
    assert "Not every record on this page waits" in answer.content.decode()
    with scope.opened(world.head):
        assert Signature.objects.filter(subject_kind="change_request").count() == 1


def test_who_may_not_sign_is_offered_nothing(world: World, asked: list[ChangeRequest]) -> None:
    for email in ("clerk@keystone.example", "qa@bluemesa.example"):
        client = browser(world, email)
        assert "Nothing waits for your signature" in client.get("/signing/").content.decode()
        assert client.get(address(*asked)).headers["Location"] == "/signing/"
    with scope.opened(world.head):
        odd = ["", "x", "change.approve.x", "nothing.approve.x", f"change.reject.{asked[0].pk}", "a.b.c.d"]
        assert chosen_dues(world.head, odd) == []
