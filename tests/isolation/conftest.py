"""The estate, for all tests of a module that walk it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.built import Builder
from tests.isolation.building import made_estate
from tests.isolation.walking import Estate


@pytest.fixture(scope="module")
def estate(
    builder: Builder, django_db_setup: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Estate]:
    own = tmp_path_factory.mktemp("estate")
    with django_db_blocker.unblock(), made_estate(builder, own) as made:
        yield made
