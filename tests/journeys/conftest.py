"""A running site with the demo's companies, agreements and masters, and a browser for each person."""

import fcntl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from kernel import clock
from oversight.demo.baseline import agree_and_approve
from oversight.demo.companies import found_companies, let_auditor_in
from oversight.demo.stage import Stage, set_clock, shifted_clock
from scripts.preparation import collect_static_files
from tests.built import Builder
from tests.databases import LOCKS, Cluster, clone, leave
from tests.faults.platform import broker, free_port
from tests.journeys.lot_story import begin
from tests.journeys.people import Person
from tests.journeys.site import Site


@pytest.fixture(scope="module")
def stage(builder: Builder, django_db_blocker: Any) -> Stage:
    """The people and what is agreed and approved, as `journey_database` holds them."""
    with django_db_blocker.unblock():
        found: Stage = builder.built("journeys", set_up)
    return found


@pytest.fixture(scope="module")
def journey_database(builder: Builder, stage: Stage, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A clone in which the companies have worked together for forty days."""
    with django_db_blocker.unblock():
        before = Cluster.current()
        name = clone(builder.database("journeys"))
        Cluster.use(name)
        try:
            yield name
        finally:
            Cluster.use(before)
            leave(name)


def set_up(building: str) -> Stage:
    """Companies, people, agreements, masters: through the real actions."""
    Cluster.use(building)
    found, today = Stage(), clock.now()
    with shifted_clock():
        set_clock(today - timedelta(days=40))
        found_companies(found)
        agree_and_approve(found, (today - timedelta(days=40)).date(), (today + timedelta(days=300)).date())
    let_auditor_in(found, today + timedelta(days=14))
    return found


@pytest.fixture(scope="module")
def lot_id(stage: Stage, journey_database: str) -> UUID:
    """A lot that Keystone started nine days ago."""
    return begin(stage)


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collected as in production, by whichever worker comes first: names with hashes, compressed."""
    with (LOCKS / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        collect_static_files()


@pytest.fixture(scope="module")
def site(
    stage: Stage, static_files: None, journey_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Web, workers and beat; gone afterwards."""
    folder: Path = tmp_path_factory.mktemp("site")
    with broker(folder) as own:
        running = Site(journey_database, folder, own, free_port())
        try:
            running.start()
            yield running
        finally:
            running.stop()


@pytest.fixture
def enter(site: Site, browser: Any) -> Iterator[Any]:
    """`enter("qa@keystone.example")`: a browser of one's own, logged in."""
    people: list[Person] = []

    def opened(email: str) -> Person:
        person = Person(browser, site.address, email)
        person.log_in()
        people.append(person)
        return person

    yield opened
    for person in reversed(people):
        person.leave(site.folder)
