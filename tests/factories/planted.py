"""A world, its shop and some lots, built once a run, committed in a database that each worker has a copy of.

A test that asks for `shop` or is marked `lot` runs in that database and rolls its own changes back: walking a lot to
its release through the real actions takes half a second, and hundreds of tests begin there.
"""

import copy
from dataclasses import astuple, dataclass
from typing import Any

import pytest
from django.db import connections, transaction

from lots.models import Lot
from tests.built import Builder
from tests.databases import Cluster, clone, leave
from tests.factories.agreed_clauses import CONTAINMENT, clauses
from tests.factories.walked import Shop, make_known_lot, make_lot, make_shop
from tests.factories.world import make_world


@dataclass(frozen=True)
class Wanted:
    """So many lots, numbered from `first` on, walked to the state `until`.

    `contained`: their agreement holds other lots too. `is_known`: the one lot that `complete_pack` is the evidence of.
    """

    until: str = ""
    lots: int = 0
    contained: bool = False
    first: str = "KB-1"
    is_known: bool = False

    @classmethod
    def by(cls, request: pytest.FixtureRequest) -> "Wanted":
        if "known_lot" in request.fixturenames:
            return cls(is_known=True)
        marker = request.node.get_closest_marker("lot")
        return cls(**{"lots": 1, **marker.kwargs}) if marker else cls()

    @property
    def name(self) -> str:
        """For the database."""
        return "_".join(str(value).lower().replace("-", "") for value in astuple(self))

    def make(self, building: str) -> tuple[Shop, tuple[Lot, ...]]:
        """In the database of that name."""
        Cluster.use(building)
        with transaction.atomic():
            shop = make_shop(make_world(), stated=[*clauses(), CONTAINMENT] if self.contained else ())
            if self.is_known:
                return shop, (make_known_lot(shop),)
            prefix, first = self.first.split("-")
            numbers = [f"{prefix}-{int(first) + place}" for place in range(self.lots)]
            return shop, tuple(make_lot(shop, number, until=self.until) for number in numbers)


@dataclass(frozen=True)
class Planted:
    """What stands in the database `name` before the test begins."""

    name: str
    shop: Shop
    lots: tuple[Lot, ...]


class Nursery:
    """The planted databases of one worker, each copied when the first test asks for it."""

    def __init__(self, builder: Builder) -> None:
        self._builder, self._planted = builder, dict[Wanted, Planted]()

    def planted(self, wanted: Wanted) -> Planted:
        """The shop and its lots."""
        if wanted not in self._planted:
            shop, lots = self._builder.built(wanted.name, wanted.make)
            self._planted[wanted] = Planted(clone(self._builder.database(wanted.name)), shop, lots)
        return self._planted[wanted]

    def clear(self) -> None:
        for of_stage in self._planted.values():
            leave(of_stage.name)


@pytest.fixture(scope="session")
def nursery(builder: Builder, django_db_blocker: Any) -> Any:
    """Made empty; its databases are dropped with the worker."""
    with django_db_blocker.unblock():
        made = Nursery(builder)
        yield made
        Cluster.use(Cluster.home)
        made.clear()


@pytest.fixture
def planted(request: pytest.FixtureRequest, nursery: Nursery, django_db_setup: str, django_db_blocker: Any) -> Any:
    """What the test's database holds already: None where it begins with nothing."""
    with django_db_blocker.unblock():
        if connections["default"].in_atomic_block:
            raise pytest.UsageError(f"{request.node.nodeid}: the database was opened before it was chosen")
        if request.node.get_closest_marker("lot") is None and "shop" not in request.fixturenames:
            _use(django_db_setup)
            return None
        chosen = nursery.planted(Wanted.by(request))
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
def lots(planted: Planted, shop: Shop) -> list[Lot]:
    """The lots KB-1 and on of the shop; `@pytest.mark.lot(until=…, lots=…)` says how far they were walked."""
    return list(copy.deepcopy(planted.lots))


@pytest.fixture
def lot(lots: list[Lot]) -> Lot:
    """The first of them."""
    return lots[0]


@pytest.fixture
def known_lot(lots: list[Lot]) -> Lot:
    """The lot MG2603-114, completed, whose pack is due; whoever asks for it has no others."""
    return lots[0]


__all__ = ["Planted", "db", "known_lot", "lot", "lots", "nursery", "planted", "shop"]
