"""The estate built and planted once a run; whoever walks it gets a copy of the database and of the folders.

It takes twenty seconds to build and a tenth of one to copy, and every worker's every module wants one of its own.
"""

import fcntl
import pickle
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import transaction

from tests.databases import Cluster, as_owner, clone, drop, keep_as
from tests.factories.world import make_world
from tests.isolation.estate import fill, seal_report
from tests.isolation.knowledge import MARKS, words_of
from tests.isolation.papers import lay_out, tell_programs
from tests.isolation.people import make_companies
from tests.isolation.planting import plant
from tests.isolation.surroundings import surround
from tests.isolation.walking import Estate
from workspace.outside.reindexing import reindex

PREFIX = "estate_"
"""Begins the names of the databases that copies are taken of; one run's are dropped by the next."""
FOLDERS = ("store", "seal")


@contextmanager
def made_estate(template: str, run: str, shared: Path, own: Path) -> Iterator[Estate]:
    """A copy of this run's estate, which is the database in use meanwhile.

    `shared` is a folder of all workers of the run, `own` one of the caller's alone.
    """
    built = _built(template, f"{PREFIX}{run}", shared)
    before, name = Cluster.current(), clone(built.database)
    as_owner(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
    for folder in FOLDERS:
        shutil.copytree(shared / folder, own / folder)
    try:
        with _used(name, own):
            yield replace(built, database=name)
    finally:
        Cluster.use(before)
        drop(name)


def _built(template: str, name: str, shared: Path) -> Estate:
    """The estate as it stands in the database of this name: the first who asks builds it, the others wait."""
    kept = shared / "estate.pickle"
    with (shared / "estate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _drop_those_of_other_runs()
            kept.write_bytes(pickle.dumps(_build(template, name, shared)))
    return cast("Estate", pickle.loads(kept.read_bytes()))  # noqa: S301 - what this run wrote itself


def _drop_those_of_other_runs() -> None:
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    for (name,) in as_owner(query, [PREFIX], name=Cluster.home):
        drop(name)


def _build(template: str, name: str, shared: Path) -> Estate:
    before, building = Cluster.current(), clone(template)
    try:
        with _used(building, shared):
            with transaction.atomic():
                companies = make_companies(make_world())
                holdings = {pair: fill(companies, pair, MARKS[pair]) for pair in companies.partnerships}
                for holding in holdings.values():
                    lay_out(holding)
                tell_programs(companies)
                keys = surround(companies, list(holdings.values()))
            planted = plant(building, words_of(companies))
            for _ in reindex():  # the search's triggers were off as well
                pass
            as_owner("ANALYZE", name=building)  # all was written at once: no plan knows yet how much
            seal_report(holdings["Alder at Keystone"])
    finally:
        Cluster.use(before)
    keep_as(building, name)
    return Estate(companies, holdings, keys, name, planted)


@contextmanager
def _used(database: str, folder: Path) -> Iterator[None]:
    """Connected to the database, with the evidence and the seals in this folder."""
    stores = settings.EVIDENCE_STORE, settings.SEAL_FOLDER
    settings.EVIDENCE_STORE, settings.SEAL_FOLDER = (folder / name for name in FOLDERS)
    Cluster.use(database)
    try:
        yield
    finally:
        settings.EVIDENCE_STORE, settings.SEAL_FOLDER = stores
