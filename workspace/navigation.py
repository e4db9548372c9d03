"""The main navigation: an item shows when its page exists and the person's roles give it a use."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kernel.scope import Actor


class Item(NamedTuple):
    label: str
    url_name: str
    icon: str
    go: str  # the letter after `g`
    permissions: frozenset[str] = frozenset()  # any of them, on either side; none: everybody


ITEMS = (
    Item("Inbox", "workspace:inbox", "inbox", "i"),
    Item("Lots", "lots:list", "packages", "l"),
    Item("Events", "quality_events:list", "alert-triangle", "e"),
    Item("Changes", "change_control:list", "arrows-exchange", "c"),
    Item("Agreements", "agreements:list", "file-certificate", "a"),
    Item("Trace", "traceability:trace", "route", "t"),
    Item("Partners", "performance:partners", "building-factory-2", "p"),
    Item("Auditor’s room", "workspace:room", "notebook", "r", frozenset({"records.read", "parties.grant"})),
    Item(
        "Administration",
        "parties:administration",
        "settings",
        "m",
        frozenset(
            {"parties.roles", "parties.partner", "parties.grant", "parties.keys", "parties.sites", "parties.train"}
        ),
    ),
)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _has_use(item: Item, actor: Actor) -> bool:
    held = actor.sponsor_permissions | actor.cmo_permissions | actor.own_permissions
    return not item.permissions or bool(item.permissions & held)


def items(request: HttpRequest, actor: Actor | None, table: tuple[Item, ...] = ITEMS) -> list[dict[str, Any]]:
    """Label, url, icon, go and active of each item for this person; nothing for strangers."""
    if actor is None:
        return []
    found = [(item, _address(item.url_name)) for item in table if _has_use(item, actor)]
    return [
        {
            "label": item.label,
            "url": url,
            "icon": item.icon,
            "go": item.go,
            "active": request.path == url or (url != "/" and request.path.startswith(url)),
        }
        for item, url in found
        if url
    ]
