"""An action is whole or it is not: a history that cannot be written and a receiver that objects leave nothing behind.

Each is broken for real, by the owner in a clone; the same report goes through before and after.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction

from kernel import events, scope
from lots.models import Lot
from quality_events.actions import report_event
from quality_events.events import EventReported
from quality_events.models import QualityEvent
from tests.databases import as_owner, owner_connection
from tests.factories.walked import AT, Shop, make_lot, make_shop
from tests.factories.world import make_world

pytestmark = pytest.mark.faults


class Objection(Exception):  # noqa: N818 - it is no error of the product
    """What a receiver raises that does not want it so."""


@pytest.fixture
def scene(committed_database: str) -> tuple[Shop, Lot]:
    with transaction.atomic():
        shop = make_shop(make_world())
        return shop, make_lot(shop, "KB-1", until="released")


def report(shop: Shop, lot: Lot) -> QualityEvent:
    """Writes the event, its lots, clocks, inbox, notices and the shut gate; tells its receivers last of all."""
    by = shop.world.clerk
    with scope.opened(by):
        return report_event(
            lot_ids=[lot.pk], kind="deviation", classification="critical", title="Glass in the hopper",
            description="Found at the end of the run.", missed="none", discovered_at=AT, by=by, reason="", at=AT,
        )  # fmt: skip


def everything(database: str) -> dict[str, str]:
    """Each table with a digest of all its rows, history too."""
    connection = owner_connection(database)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            found = {}
            for (table,) in cursor.fetchall():
                cursor.execute(f"SELECT coalesce(md5(string_agg(r::text, '|' ORDER BY r::text)), '') FROM {table} r")  # noqa: S608 - a name out of the catalog
                found[table] = cursor.fetchone()[0]
            return found
    finally:
        connection.close()


@contextmanager
def broken(table: str, database: str) -> Iterator[None]:
    """No row can be written into this table: the history's own trigger fails as it would on a full disk."""
    as_owner(
        "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'no history can be written'; END $$; "
        f"CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()",
        name=database,
    )
    yield
    as_owner(f"DROP TRIGGER broken ON {table}", name=database)


@contextmanager
def objecting() -> Iterator[None]:
    """One more receiver of the report, which objects."""

    def object_to(event: EventReported) -> None:
        raise Objection(event.event_id)

    events.subscribe(EventReported, object_to)
    try:
        yield
    finally:
        events._signals[EventReported].disconnect(dispatch_uid=f"{__name__}.{object_to.__qualname__}")


def test_a_history_that_cannot_be_written_leaves_nothing_of_the_action(
    scene: tuple[Shop, Lot], committed_database: str
) -> None:
    before = everything(committed_database)
    for table in (
        "quality_events_historicalqualityevent",
        "quality_events_historicaleventlot",
        "clocks_historicalclock",
    ):
        with (
            broken(table, committed_database),
            pytest.raises(DatabaseError, match="no history can be written"),
        ):
            report(*scene)
        assert everything(committed_database) == before, table
    assert report(*scene).number == "DEV-1"
    changed = {table for table, digest in everything(committed_database).items() if digest != before[table]}
    assert changed >= {"quality_events_qualityevent", "clocks_clock", "clocks_historicalclock", "lots_lotgate"}


def test_a_receiver_that_objects_leaves_nothing_of_the_action(scene: tuple[Shop, Lot], committed_database: str) -> None:
    before = everything(committed_database)
    with objecting(), pytest.raises(Objection):
        report(*scene)
    assert everything(committed_database) == before
    assert report(*scene).number == "DEV-1"
