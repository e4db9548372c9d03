"""Fixtures that every test may ask for: a small world of two sponsors that share one CMO."""

from collections.abc import Iterator

import pytest

from kernel import scope
from tests.factories.planted import Planted
from tests.factories.world import World, make_world


@pytest.fixture
def world(planted: Planted | None, request: pytest.FixtureRequest, db: None) -> World:
    """Planted as the owner would be planted: through SYS; no scope is left open."""
    return request.getfixturevalue("shop").world if planted else make_world()


@pytest.fixture
def acting_scope(world: World) -> Iterator[None]:
    """The scope of the CMO's clerk, for tests that need any scope at all."""
    with scope.opened(world.clerk):
        yield
