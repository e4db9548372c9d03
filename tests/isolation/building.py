"""The estate built and planted once a run; whoever walks it gets a copy of the database and of the folders.

It takes twenty seconds to build and a tenth of one to copy, and every worker's every module wants one of its own.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kernel import scope
from kernel.clock import server_now
from records.actions import close_days, countersign_due, seal_next
from tests.built import Builder
from tests.databases import Cluster, as_owner, clone, leave
from tests.factories.world import make_world
from tests.isolation.drawn import draw
from tests.isolation.estate import fill, seal_report
from tests.isolation.knowledge import MARKS, words_of
from tests.isolation.papers import lay_out, tell_programs
from tests.isolation.people import make_companies
from tests.isolation.planting import plant
from tests.isolation.surroundings import surround
from tests.isolation.walking import Estate
from workspace.outside.reindexing import reindex

FOLDERS = ("store", "seal")


@contextmanager
def made_estate(builder: Builder, own: Path) -> Iterator[Estate]:
    """A copy of this run's estate, which is the database in use meanwhile; `own`: a folder of the caller's alone."""
    built: Estate = builder.built("estate", partial(_fill, builder))
    before, name = Cluster.current(), clone(built.database)
    as_owner(f'ALTER DATABASE "{name}" SET synchronous_commit TO off')
    for folder in FOLDERS:
        shutil.copytree(builder.shared / folder, own / folder)
    try:
        with _used(name, own):
            yield replace(built, database=name)
    finally:
        Cluster.use(before)
        leave(name)


def _fill(builder: Builder, building: str) -> Estate:
    with _used(building, builder.shared):
        with transaction.atomic():
            companies = make_companies(make_world())
            holdings = {pair: fill(companies, pair, MARKS[pair]) for pair in companies.partnerships}
            for holding in holdings.values():
                lay_out(holding)
                draw(holding)
            tell_programs(companies)
            keys = surround(companies, list(holdings.values()))
        planted = plant(building, words_of(companies))
        for _ in reindex():  # the search's triggers were off as well
            pass
        _seal()
        as_owner("ANALYZE", name=building)  # all was written at once: no plan knows yet how much
        seal_report(holdings["Alder at Keystone"])
    return Estate(companies, holdings, keys, builder.database("estate"), planted)


def _seal() -> None:
    """What is planted is what is sealed; the day is over a day later."""
    with scope.opened(scope.system()):
        with transaction.atomic():
            at = server_now()
        while seal_next(at=at):
            pass
    close_days(at=at + timedelta(days=1))
    countersign_due(at=at + timedelta(days=1))


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
