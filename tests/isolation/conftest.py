"""The estate, made once for all tests that walk it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.isolation.walking import Estate, made_estate


@pytest.fixture(scope="module")
def estate(
    template_database: str, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Estate]:
    with django_db_blocker.unblock(), made_estate(template_database, tmp_path_factory.mktemp("estate")) as made:
        yield made
