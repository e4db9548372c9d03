"""Every page of the demo company is opened by its people: none may fail, and none may ask row by row (zeal)."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import get_resolver
from zeal import NPlusOneError, ZealError, zeal_context
from zeal.constants import initialize_app_registry
from zeal.patch import patch

from kernel import scope
from kernel.scope import Actor
from lots.models import Lot
from oversight.demo.stage import Stage
from tests.databases import as_owner
from tests.isolation.addresses import Route, routes

LOOKERS = ("head.qa@alderpine.example", "qa@keystone.example")
NOT_OURS = ("admin/", "accounts/", "api/", "readyz")
FINE = (200, 302, 403, 404, 405, 409)
"""A page may be another's, or answer to a form only; it may not fail."""


def problems_of_pages(stage: Stage) -> list[str]:
    """Address and what is wrong with it. Lists are opened by both sides, pages of one row by the first."""
    initialize_app_registry()
    patch()
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(settings, "MIDDLEWARE", ["zeal.middleware.zeal_middleware", *settings.MIDDLEWARE])
        clients = [_browser(stage, email) for email in LOOKERS]
        pages = [route for route in routes(get_resolver()) if not route.pattern.startswith(NOT_OURS)]
        found = [_problem(client, route) for route in pages if not route.arguments for client in clients]
        found += [_problem(clients[0], route) for route in pages if route.arguments]
        _bites(stage)
    return sorted({problem for problems in found for problem in problems})


def _bites(stage: Stage) -> None:
    """The control: a list that does ask row by row is noticed."""

    def asking(_by: Actor, _at: datetime) -> list[str]:
        with zeal_context():
            return [lot.product.code for lot in Lot.objects.all()]

    with pytest.raises(NPlusOneError, match=r"Lot\.product"):
        stage.act(LOOKERS[0], asking)


def _browser(stage: Stage, email: str) -> Client:
    client = Client(raise_request_exception=True)
    with scope.anonymous(), transaction.atomic():
        client.force_login(stage.people[email], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _problem(client: Client, route: Route) -> Iterator[str]:
    for path in route.filled(_newest):
        try:
            answer = client.get(path)
        except ZealError as problem:
            yield f"{route.pattern}: {problem}"
        else:
            if answer.status_code not in FINE:
                yield f"{route.pattern}: {answer.status_code}"
            elif answer.streaming:
                answer.getvalue()


def _newest(model: type[Model]) -> list[str]:
    """The key of the newest row."""
    table, key = model._meta.db_table, model._meta.pk.column
    rows = as_owner(f'SELECT "{key}"::text FROM "{table}" ORDER BY "{key}" DESC LIMIT 1')  # noqa: S608 - our own names
    return [text for (text,) in rows]
