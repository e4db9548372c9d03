"""A world, its shop and one lot, planted once a worker, committed in a database of their own.

A test that asks for `shop` or is marked `lot` runs in that database and rolls its own changes back: walking a lot to
its release through the real actions takes half a second, and hundreds of tests begin there.
"""

import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections, transaction

from lots.models import Lot
from tests.databases import Cluster, clone, drop
from tests.factories.walked import Shop, make_lot, make_shop
from tests.factories.world import make_world

NO_LOT = ""
LOT_NUMBER = "KB-1"


@dataclass(frozen=True)
class Planted:
    """What stands in the database `name` before the test begins."""

    name: str
    shop: Shop
    lot: Lot | None


class Nursery:
    """The planted databases of one worker, each made when the first test asks for it."""

    def __init__(self, template: str) -> None:
        self._template, self._planted = template, dict[str, Planted]()

    def planted(self, until: str) -> Planted:
        """The shop, and the lot walked to the state `until` unless that is `NO_LOT`."""
        if until not in self._planted:
            name = clone(self._template)
            Cluster.use(name)
            with transaction.atomic():
                shop = make_shop(make_world())
                lot = make_lot(shop, LOT_NUMBER, until=until) if until else None
            self._planted[until] = Planted(name, shop, lot)
        return self._planted[until]

    def clear(self) -> None:
        for of_stage in self._planted.values():
            drop(of_stage.name)


@pytest.fixture(scope="session")
def nursery(template_database: str, django_db_blocker: Any) -> Any:
    """Made empty; its databases are dropped with the worker."""
    with django_db_blocker.unblock():
        made = Nursery(template_database)
        yield made
        Cluster.use(Cluster.home)
        made.clear()


@pytest.fixture
def planted(request: pytest.FixtureRequest, nursery: Nursery, django_db_setup: str, django_db_blocker: Any) -> Any:
    """What the test's database holds already: None where it begins with nothing."""
    with django_db_blocker.unblock():
        if connections["default"].in_atomic_block:
            raise pytest.UsageError(f"{request.node.nodeid}: the database was opened before it was chosen")
        marker = request.node.get_closest_marker("lot")
        if marker is None and "shop" not in request.fixturenames:
            _use(django_db_setup)
            return None
        chosen = nursery.planted(marker.kwargs["until"] if marker else NO_LOT)
        _use(chosen.name)
        return chosen


def _use(name: str) -> None:
    if Cluster.current() != name:
        Cluster.use(name)


@pytest.fixture
def db(planted: Planted | None, db: None) -> None:
    """pytest-django's own, in the database that the test's fixtures stand in."""


@pytest.fixture
def shop(planted: Planted, db: None) -> Shop:
    """Alder & Pine at Keystone with sponsor release, ready to make lots; the test's own copy."""
    return copy.deepcopy(planted.shop)


@pytest.fixture
def lot(planted: Planted, shop: Shop) -> Lot:
    """The lot KB-1 of the shop; `@pytest.mark.lot(until=…)` says how far it was walked."""
    return copy.deepcopy(planted.lot)


__all__ = ["Planted", "db", "lot", "nursery", "planted", "shop"]
