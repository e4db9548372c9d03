"""The estate, for all tests of a module that walk it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.isolation.building import made_estate
from tests.isolation.walking import Estate


@pytest.fixture(scope="module")
def estate(
    template_database: str,
    django_db_setup: str,
    django_db_blocker: Any,
    testrun_uid: str,
    run_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Estate]:
    own = tmp_path_factory.mktemp("estate")
    with django_db_blocker.unblock(), made_estate(template_database, testrun_uid, run_folder, own) as made:
        yield made
