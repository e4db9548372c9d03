"""The pages of changes in a browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from change_control.models import ChangeRequest
from kernel import scope
from kernel.clock import now
from masters.models import Product
from records.models import Refusal
from tests.change_control.made import assess, propose, submit
from tests.factories.baseline import make_agreement, make_product
from tests.factories.browsers import browser
from tests.factories.signing import as_typed
from tests.factories.world import World

HOSTILE = "<script>alert(1)</script>'; DROP TABLE change_control_changerequest; --"


@pytest.fixture
def product(world: World) -> Product:
    make_agreement(world)
    return make_product(world)


def form(product: Product, **changed: Any) -> dict[str, Any]:
    return {
        "product": str(product.pk), "title": "Second source", "trigger": "supplier", "description": "Albion, Layton.",
        "justification": "Lead time.", "impact": "FTIR on every lot.",
        "effective_on": (now() + timedelta(days=20)).date().isoformat(),
    } | changed  # fmt: skip


def test_from_the_clerks_form_to_the_effective_change(world: World, product: Product) -> None:
    clerk, head = browser(world, "clerk@keystone.example"), browser(world, "head.qa@alderpine.example")
    assert "Magnesium Glycinate" in clerk.get("/changes/propose/").content.decode()
    url = clerk.post("/changes/propose/", form(product)).headers["location"]
    assert clerk.post(f"{url}revise/", form(product, title="Second source: Albion")).headers["location"] == url
    assert "Second source: Albion" in clerk.get(url).content.decode()
    clerk.post(f"{url}submit/")
    with scope.opened(world.clerk):
        asked = ChangeRequest.objects.get()
    assess(asked, world.clerk, now())
    clerk.post(f"{url}send/")
    sent = as_typed(head.get(f"{url}approve/"), reason="assessed")
    wrong = head.post(f"{url}approve/", sent | {"password": "wrong"})
    assert wrong.status_code == 409
    assert head.post(f"{url}approve/", sent).headers["location"] == url
    text = clerk.get(url).content.decode()
    for words in ("Helen Okafor", "Approved", "QA-ALD-KEY-01 v2 cl. 7.1", "waits for the CMO"):
        assert words in text, words
    clerk.post(f"{url}implement/", {"reason": "first drums received"})
    assert "Somebody else must verify it" not in clerk.get(url).content.decode()
    quality = browser(world, "qa@keystone.example")
    quality.post(f"{url}verify/", {"reason": "certificates compared"})
    early = quality.post(f"{url}make-effective/")
    assert early.status_code == 409
    assert "CR-1 takes effect on" in early.content.decode()
    with scope.opened(world.clerk):
        assert ChangeRequest.objects.get().state == "verified"
        assert Refusal.objects.filter(subject_id=ChangeRequest.objects.get().pk).count() == 2


def test_reasons_are_asked_for(world: World, product: Product) -> None:
    change = submit(propose(world, product.pk, trigger="equipment", effective_on=now().date()), world.clerk, now())
    head, url = browser(world, "head.qa@alderpine.example"), f"/changes/{change.pk}/"
    assert head.post(f"{url}ask-for-approval/", {"reason": ""}).status_code == 200
    assert head.post(f"{url}ask-for-approval/", {"reason": "another principle"}).status_code == 302
    clerk = browser(world, "clerk@keystone.example")
    assert clerk.get(f"{url}withdraw/").status_code == 200
    assert clerk.post(f"{url}withdraw/", {"reason": "another way"}).status_code == 302
    assert "another way" in head.get(url).content.decode()


def test_hostile_text_is_only_text(world: World, product: Product) -> None:
    clerk = browser(world, "clerk@keystone.example")
    given = form(product, title=HOSTILE, description=HOSTILE, impact="{{ 7*7 }}{% debug %}")
    url = clerk.post("/changes/propose/", given).headers["location"]
    for address in (url, "/changes/"):
        text = clerk.get(address).content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7*7 }}{% debug %}" in clerk.get(url).content.decode()
    for bad in ({"title": "a\x00b"}, {"product": "' OR 1=1"}, {"effective_on": "31.02.2026"}, {"title": "x" * 201}):
        answer = clerk.post("/changes/propose/", form(product) | bad)
        assert answer.status_code == 200
        assert "Albion, Layton." in answer.content.decode()


def test_strangers_get_404_and_an_own_list(world: World, product: Product) -> None:
    change = propose(world, product.pk)
    stranger = browser(world, "qa@bluemesa.example")
    for path in ("", "revise/", "approve/", "reject/", "withdraw/", "ask-for-approval/"):
        assert stranger.get(f"/changes/{change.pk}/{path}").status_code == 404
    assert stranger.post(f"/changes/{change.pk}/submit/").status_code == 404
    assert "CR-1" not in stranger.get("/changes/").content.decode()
    assert "CR-1" in browser(world, "auditor@example.org").get("/changes/").content.decode()


def test_the_sponsor_sees_no_form_and_is_refused(world: World, product: Product) -> None:
    head = browser(world, "head.qa@alderpine.example")
    assert "Propose a change" not in head.get("/changes/").content.decode()
    answer = head.post("/changes/propose/", form(product))
    assert answer.status_code == 403
    assert "Your role does not allow you to propose a change." in answer.content.decode()


def test_the_list_is_filtered_and_paged(world: World, product: Product) -> None:
    submit(propose(world, product.pk, title="Supplier of silica"), world.clerk)
    propose(world, product.pk, title="New artwork", trigger="label")
    clerk = browser(world, "clerk@keystone.example")

    def listed(**query: str) -> set[str]:
        return set(re.findall(r"Supplier of silica|New artwork", clerk.get("/changes/", query).content.decode()))

    assert listed() == {"Supplier of silica", "New artwork"}
    assert listed(state="sponsor_review") == {"Supplier of silica"}
    assert listed(state="open", trigger="label") == {"New artwork"}
    assert listed(state="rejected") == set()
    assert listed(after="nonsense") == {"Supplier of silica", "New artwork"}


def test_the_list_takes_the_same_queries_for_one_and_thirty(world: World, product: Product) -> None:
    propose(world, product.pk)
    clerk = browser(world, "clerk@keystone.example")
    clerk.get("/changes/")
    with CaptureQueriesContext(connection) as one:
        clerk.get("/changes/")
    for _ in range(29):
        propose(world, product.pk)
    with CaptureQueriesContext(connection) as thirty:
        text = clerk.get("/changes/").content.decode()
    assert len(thirty) == len(one)
    assert ("CR-30<" in text, "CR-6<" in text, "CR-5<" in text) == (True, True, False)
    following = re.search(r'href="(\?[^"]*after=[^"]+)" rel="next"', text)
    assert following
    second = clerk.get(f"/changes/{following.group(1)}").content.decode()
    assert ("CR-5<" in second, "CR-6<" in second) == (True, False)
