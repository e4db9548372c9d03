"""Log-in counts its attempts in the cache: each test has its own. And an administrator, whom the world lacks."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import override_settings

from kernel.scope import Actor
from tests.factories.world import World, make_member
from tests.parties.doors import CACHE


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    with override_settings(CACHES=CACHE):
        cache.clear()
        yield


@pytest.fixture
def administrator(world: World) -> Actor:
    """Alder & Pine's administrator."""
    return make_member(world.alder, "admin@alderpine.example", "Ada Quill", ["ADM"])


@pytest.fixture
def cmo_administrator(world: World) -> Actor:
    """Keystone's administrator."""
    return make_member(world.keystone, "admin@keystone.example", "Otto Reyes", ["ADM"])
