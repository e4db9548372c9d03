"""The administration's tabs: parties has its own, an app above adds its in `AppConfig.ready`."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from kernel.scope import Actor


class Tab(NamedTuple):
    url_name: str
    label: str
    permission: str


TABS = [
    Tab("parties:people", "People", "parties.roles"),
    Tab("parties:training", "Training", "parties.train"),
    Tab("parties:partners", "Partners", "parties.partner"),
    Tab("parties:auditors", "Auditors", "parties.grant"),
    Tab("parties:keys", "Keys", "parties.keys"),
    Tab("parties:sites", "Sites", "parties.sites"),
]


def add_tab(tab: Tab) -> None:
    """Once, however often the app is made ready."""
    if tab not in TABS:
        TABS.append(tab)


def held(actor: Actor) -> frozenset[str]:
    """All that the actor may do anywhere: decides which pages are offered, never what is allowed."""
    return actor.own_permissions | actor.sponsor_permissions | actor.cmo_permissions


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The administration's tabs that this person has a use for."""
    actor, here = request.actor, request.resolver_match.view_name  # type: ignore[union-attr, attr-defined]
    offered = [tab for tab in TABS if tab.permission in held(actor)]
    return [{"label": tab.label, "url": reverse(tab.url_name), "active": tab.url_name == here} for tab in offered]
