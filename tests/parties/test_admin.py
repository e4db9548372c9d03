"""The admin shows operators what their scope holds, and changes nothing."""

import pytest
from django.contrib import admin
from django.test import Client

from kernel import scope
from kernel.history import acting
from parties.admin import ReadOnlyAdmin
from parties.models import Person, Site
from tests.factories.world import LONG_AGO, World
from tests.parties.doors import logged_in

CLERK = "clerk@keystone.example"


@pytest.fixture
def operator(world: World) -> Client:
    with scope.opened(world.clerk), acting(by=world.clerk, reason="test", at=LONG_AGO):
        Person.objects.filter(email=CLERK).update(is_staff=True)
    return logged_in(CLERK)


def test_every_model_of_ours_is_read_only() -> None:
    ours = [model for model in admin.site._registry if hasattr(model, "tenancy")]
    assert {model.__name__ for model in ours} >= {"Person", "Membership", "Signature", "Refusal", "ApiKey"}
    assert [m.__name__ for m in ours if not isinstance(admin.site._registry[m], ReadOnlyAdmin)] == []


def test_nothing_in_the_admin_can_be_changed_not_even_what_libraries_bring(operator: Client) -> None:
    for theirs in ("account/emailaddress", "mfa/authenticator", "usersessions/usersession", "auth/group"):
        assert operator.get(f"/admin/{theirs}/").status_code == 404
    assert {type(shown) for shown in admin.site._registry.values()} == {ReadOnlyAdmin}


def test_an_operator_looks_but_changes_nothing(world: World, operator: Client) -> None:
    pk = world.keystone_site.pk
    assert "Keystone Plant 1" in operator.get("/admin/parties/site/").content.decode()
    page = operator.get(f"/admin/parties/site/{pk}/change/").content.decode()
    assert "Keystone Plant 1" in page
    assert 'name="_save"' not in page
    assert operator.post(f"/admin/parties/site/{pk}/change/", {"name": "X"}).status_code == 403
    assert operator.post("/admin/parties/site/add/", {"name": "X"}).status_code == 403
    assert operator.post(f"/admin/parties/site/{pk}/delete/", {"post": "yes"}).status_code == 403
    with scope.opened(world.clerk):
        assert Site.objects.get().name == "Keystone Plant 1"
        assert list(Site.history.values_list("history_type", "name")) == [("+", "Keystone Plant 1")]


def test_hashes_are_not_shown(world: World, operator: Client) -> None:
    page = operator.get(f"/admin/parties/person/{world.clerk.person_id}/change/").content.decode()
    assert "Carla Diaz" in page
    assert "argon2" not in page


def test_an_operator_sees_his_scope_only(world: World, operator: Client) -> None:
    page = operator.get("/admin/parties/partnership/").content.decode()
    assert "Keystone Blending Co." in page
    with scope.opened(world.reviewer), acting(by=world.reviewer, reason="test", at=LONG_AGO):
        Person.objects.filter(email="qa@alderpine.example").update(is_staff=True)
    assert "Blue Mesa" not in logged_in("qa@alderpine.example").get("/admin/parties/organisation/").content.decode()


def test_others_are_not_let_in(world: World) -> None:
    client = logged_in("qa@keystone.example")
    assert client.get("/admin/parties/site/").status_code in {302, 403}
    assert client.get("/admin/", follow=True).status_code == 403
