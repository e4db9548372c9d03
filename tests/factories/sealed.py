"""A database whose trail is sealed: a lot with its evidence, a sealed report, refusals and looks, two closed days.

Built once a run; a module that asks for `sealed_trail` has a copy of the database and of the folders, all of it
committed, since the sealer reads only what is decided.
"""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from evidence.outside.store import store
from kernel import scope
from kernel.errors import Refused
from kernel.scope import Actor
from lots.actions import place_hold
from lots.models import Lot
from parties.events import AttemptRefused
from parties.models import LoginRecord
from records.actions import close_days, countersign_due, note_access, seal_next, write_refusal
from records.models import Seal, SealedReport, SealStamp
from records.outside.pdf import render
from records.outside.platform_seal import sealed
from records.queries.seals import body_of
from tests.built import Builder
from tests.databases import Cluster, as_owner, clone, leave
from tests.evidence.scene import SUBMITTED, Scene
from tests.factories.time_authority import time_authority
from tests.factories.walked import Shop, make_shop
from tests.factories.world import make_world
from tests.records.outside.paper import STATIC, document
from workspace.actions.reports import begin, finish, request_report

FIRST_DAY, SECOND_DAY, THIRD_DAY = (datetime(2026, 3, day, 18, 0, tzinfo=UTC) for day in (26, 27, 28))
FOLDERS = ("store", "seal")


@dataclass(frozen=True)
class SealedTrail:
    """What was sealed, and where it stands."""

    shop: Shop
    lot: Lot
    report_id: UUID
    database: str
    folder: Path


def seal_all(at: datetime, most: int = 20_000) -> list[Seal]:
    """Seal what waits, in batches of that size."""
    made = []
    with scope.opened(scope.system()):
        while seal := seal_next(at=at, most=most):
            made.append(seal)
    return made


@contextmanager
def used(database: str, folder: Path) -> Iterator[None]:
    """Connected to the database, with the evidence and the seals in this folder."""
    before, stores = Cluster.current(), (settings.EVIDENCE_STORE, settings.SEAL_FOLDER)
    settings.EVIDENCE_STORE, settings.SEAL_FOLDER = (folder / name for name in FOLDERS)
    Cluster.use(database)
    try:
        yield
    finally:
        settings.EVIDENCE_STORE, settings.SEAL_FOLDER = stores
        Cluster.use(before)


@pytest.fixture(scope="module")
def sealed_trail(
    builder: Builder, django_db_setup: str, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SealedTrail]:
    """The module's own copy, in use until the module is done."""
    own = tmp_path_factory.mktemp("sealed")
    with django_db_blocker.unblock():
        made: SealedTrail = builder.built("sealed", partial(_fill, builder.shared / "sealed"))
        name = clone(builder.database("sealed"))
        as_owner(f'ALTER DATABASE "{name}" SET synchronous_commit TO off', name=name)
        for folder in FOLDERS:
            shutil.copytree(made.folder / folder, own / folder)
        try:
            with used(name, own):
                yield replace(made, database=name, folder=own)
        finally:
            leave(name)


def _fill(folder: Path, building: str) -> SealedTrail:
    with used(building, folder):
        with transaction.atomic():
            shop = make_shop(make_world())
            scene = Scene(shop)
            scene.submit()
        seal_all(FIRST_DAY, most=150)
        with transaction.atomic():
            _hold_and_refuse(shop, scene.lot)
            report = _report(shop.world.head, scene.lot)
        seal_all(SECOND_DAY)
        close_days(at=THIRD_DAY)
        countersign_due(at=THIRD_DAY)
        _stamp()
        seal_all(THIRD_DAY + timedelta(minutes=1))
    Cluster.use(building)
    return SealedTrail(shop, scene.lot, report.pk, building, folder)


def _hold_and_refuse(shop: Shop, lot: Lot) -> None:
    by, at = shop.world.reviewer, SUBMITTED + timedelta(hours=1)
    with scope.opened(by):
        place_hold(lot_id=lot.pk, by=by, reason="smell at opening", at=at)
        note_access(by=by, what="Certificate downloaded", subject=lot, at=at)
        refusal = Refused("The lot is on hold.", "§ 4.2")
        write_refusal(AttemptRefused(refusal, by, "release", lot.pk, lot.partnership_id, at, {}))
    with scope.anonymous():
        LoginRecord.objects.create(at=at, kind="failed", email="qa@alderpine.example", address="192.0.2.7")


def _report(by: Actor, lot: Lot) -> SealedReport:
    at = SUBMITTED + timedelta(hours=2)
    with scope.opened(by):
        asked = request_report(kind="lot_dossier", subject_id=lot.pk, by=by, reason="", at=at)
    system = scope.system(lot.partnership_id)
    with scope.opened(system):
        begin(report_id=asked.pk, by=system, at=at)
        pdf = sealed(render(document("Dossier", 1), base=STATIC, title="Dossier", at=at), reason="Dossier", at=at)
        stored = store().put([pdf.content])
        finish(report_id=asked.pk, sha256=stored.sha256, size=stored.size, by=system, at=at)
    return asked


def _stamp() -> None:
    """By a time-stamp authority of the test's own."""
    with scope.opened(scope.system()), transaction.atomic():
        seal = Seal.objects.latest("number")
        token = stamped(sha256(body_of(seal).text).digest())
        SealStamp.objects.create(seal=seal, token=token[0], stamped_at=token[1])


def stamped(digest: bytes) -> tuple[bytes, datetime]:
    """A token over the digest, and the time in it."""
    token = asyncio.run(time_authority().async_timestamp(digest, "sha256"))
    info = token["content"]["encap_content_info"]["content"].parsed
    return token.dump(), info["gen_time"].native


__all__ = ["SealedTrail", "seal_all", "sealed_trail", "used"]
