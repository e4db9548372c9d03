"""The test harness: one migrated template a run, a clone a worker, always connected as the application's role.

`transaction=True` is banned (it truncates, which the application's role may not): a test that must commit asks for
`committed_database`, a clone of its own.
"""

import gc
import os
import shutil
import threading
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

from tests.built import Builder, drop_built
from tests.databases import Cluster, clone, drop_left, is_in_memory, leave, template

# They ask everything of everybody, for minutes: each worker's share of the tests begins with one of these groups, so
# that none is still at a long one when the others are done. A journey's processes want the machine's one other core:
# the journeys are one group.
WALKS = (
    ("tests/journeys/",),
    ("tests/isolation/", "tests/workspace/test_pages.py", "tests/workspace/test_search_hostile.py"),
    (
        "tests/faults/",
        "tests/api/test_hostile.py",
        "tests/api/test_schema.py",
        "tests/architecture/",
        "tests/oversight/test_demo.py",
        "tests/oversight_pack/test_same_verdicts.py",
        "tests/parties/test_hostile_input.py",
    ),
)

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs beside the ORM

pytest_plugins = ["tests.factories.planted", "tests.factories.fixtures", "tests.factories.sealed"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, or Playwright's own when there is none; quiet, and fit for a root account.

    It is closed after each module, and Playwright with it: its loop runs in this thread, where whatever seals (asyncio)
    or forks (the races) would fail beside it.
    """
    quiet = [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-sync", *quiet]
        )
        yield chromium
        chromium.close()


def pytest_configure() -> None:
    """Pages name their files plainly (no `collectstatic` first); passwords are hashed at the lowest cost.

    A thread has one connection for each alias, whether or not Playwright's loop runs in it: Django would keep a second
    one for the loop, which outlives its database and meets the next module dead.
    """
    connections._connections = threading.local()
    hypothesis.settings.register_profile("suite", deadline=None)  # how long an example takes is the machine's affair
    hypothesis.settings.load_profile("suite")
    settings.PASSWORD_HASHERS = ["tests.hashing.QuickArgon2"]
    settings.API_RATE_PER_KEY = settings.API_RATE_PER_COMPANY = settings.API_RATE_PER_ADDRESS = ""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = True  # every test's client would read the folder of static files anew
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where it is missing, and warnings are errors


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look through it over and over (a tenth)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_sessionfinish(session: pytest.Session) -> None:
    drop_left()
    is_worker = hasattr(session.config, "workerinput")
    if not is_worker and (is_in_memory.cache_info().currsize or session.config.getoption("numprocesses", None)):
        drop_built()  # memory is for this run


@pytest.fixture(scope="session")
def template_database(django_db_blocker: Any) -> str:
    """The name of the migrated template that workers clone."""
    with django_db_blocker.unblock():
        return template()


@pytest.fixture(scope="session")
def django_db_setup(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """pytest-django's own set-up is replaced: a clone of the template, the production roles. Its name."""
    with django_db_blocker.unblock():
        name = clone(template_database)
        Cluster.use(name)
        yield name
        Cluster.use(Cluster.home)
        leave(name)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def builder(template_database: str, testrun_uid: str, run_folder: Path) -> Builder:
    """Builds what several tests begin with once a run."""
    return Builder(template_database, testrun_uid, run_folder)


@pytest.fixture
def committed_database(template_database: str, django_db_blocker: Any) -> Iterator[str]:
    """A clone for a test that commits, runs several processes, or needs its own connections."""
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = clone(template_database)
        Cluster.use(name)
        try:
            yield name
        finally:
            Cluster.use(before)
            leave(name)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first in each worker's share; xdist hands out contiguous shares of one size."""
    for item in items:
        if item.get_closest_marker("django_db") is not None:
            raise pytest.UsageError(f"{item.nodeid}: ask for the fixture `db`, or for `committed_database`")
    groups = [[item for item in items if item.nodeid.startswith(walks)] for walks in WALKS]
    short = [item for item in items if not item.nodeid.startswith(tuple(chain.from_iterable(WALKS)))]
    size = -(-len(items) // len(groups))
    for group in groups:
        room = max(0, size - len(group))
        group.extend(short[:room])
        del short[:room]
    items[:] = [*chain.from_iterable(groups), *short]
