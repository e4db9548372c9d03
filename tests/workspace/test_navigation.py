from uuid import uuid4

import pytest
from django.test import RequestFactory
from django.urls import path, reverse

from kernel.scope import Actor
from workspace import navigation
from workspace.views.kit import kit

urlpatterns = [path("lots/", kit, name="lots"), path("people/", kit, name="people")]
ITEMS = (
    navigation.Item("Lots", "lots", "packages", "l"),
    navigation.Item("People", "people", "users", "p", frozenset({"parties.invite", "parties.roles"})),
    navigation.Item("Not built yet", "nowhere", "x", "x"),
)


def actor(**permissions: frozenset[str]) -> Actor:
    return Actor(person_id=uuid4(), name="Rosa Chen", **permissions)  # type: ignore[arg-type]


@pytest.mark.urls(__name__)
def test_an_item_shows_when_its_page_exists_and_the_roles_give_it_a_use() -> None:
    request = RequestFactory().get("/lots/kb-2417/")
    everybody = navigation.items(request, actor(sponsor_permissions=frozenset({"lots.plan"})), ITEMS)
    assert [(item["label"], item["url"], item["active"]) for item in everybody] == [("Lots", "/lots/", True)]
    admin = navigation.items(request, actor(own_permissions=frozenset({"parties.roles"})), ITEMS)
    assert [(item["label"], item["active"]) for item in admin] == [("Lots", True), ("People", False)]
    assert reverse("people") == admin[1]["url"]


@pytest.mark.urls(__name__)
def test_a_stranger_sees_no_navigation() -> None:
    assert navigation.items(RequestFactory().get("/"), None, ITEMS) == []


def test_letters_to_go_to_and_icons_are_not_used_twice() -> None:
    letters = [item.go for item in navigation.ITEMS]
    assert sorted(set(letters)) == sorted(letters)
    assert [item.label for item in navigation.ITEMS][:2] == ["Inbox", "Lots"]
