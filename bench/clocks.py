"""Deadlines fired a second against a bare batch UPDATE of the same rows, and mail sent a second.

`python -m bench.clocks`: prints a table and writes `.data/bench/clocks.json` (goals D1 and D2 of the performance
page). `CLOCKS=` sets how many deadlines are due (10 000), twice: once as on every day, and once more while somebody's
snapshot from before stands open, so that no dead row can be cleared away. `PENDING=` deadlines lie ahead (100 000).
Last a real worker and beat tell of some that fall due one after the other: how late, to the breach's history row.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from bench.planted import Figure, figure, show

CLOCKS = int(os.environ.get("CLOCKS", "10000"))
PENDING = int(os.environ.get("PENDING", "100000"))
BATCH = 500  # as `clocks.actions.sweeps.BATCH`
MAILS = 500
POLLS = 50
STEADY = 1000
POLL_SECONDS = 0.2
ROWS_A_FIRE = 6
"""Step and clock changed, the clock's history, one notice and its history, one mail: a person holds the role here."""

CONTROL = f"""
UPDATE clocks_clockstep SET fired_at = clock_timestamp() WHERE id IN (
    SELECT id FROM clocks_clockstep WHERE fired_at IS NULL AND at <= now() ORDER BY at, id LIMIT {BATCH}
    FOR UPDATE SKIP LOCKED)
RETURNING id
"""  # noqa: S608 - our own figure

PLANT = """
SELECT set_config('app.actor', '00000000-0000-7000-8000-000000000001', false),
       set_config('app.reason', 'bench', false), set_config('app.at', now()::text, false);
INSERT INTO clocks_clock (id, partnership_id, sponsor_id, rule, subject_kind, subject_id, lot_number, title, url,
    clause, owner_id, owner_roles, amount, unit, time_zone, holiday_region, started_at, due_at, state,
    pause_days, pause_clause, business_time, start_evidence)
SELECT gen_random_uuid(), p.id, p.sponsor_id, 'evidence.hand_off', 'lot', gen_random_uuid(), 'KB-' || n,
    'Evidence pack for lot KB-' || n, '/lots/', 'AG-4 v3, clause 3.1', p.cmo_id, '{{CQA}}', 24, 'hours',
    'America/New_York', 'US', now() - interval '25 hours' - n * interval '1 millisecond',
    now() {away} - n * interval '1 millisecond', 'running', 0, '', '{{}}', 'completed'
FROM generate_series(1, {clocks}) n
JOIN (SELECT *, row_number() OVER () - 1 AS number, count(*) OVER () AS total FROM parties_partnership) p
    ON n % p.total = p.number;
INSERT INTO clocks_clockstep (id, partnership_id, sponsor_id, clock_id, step, is_due, at, organisation_id, roles,
    lapsed, problem)
SELECT gen_random_uuid(), partnership_id, sponsor_id, id, 'due', true, due_at, owner_id, owner_roles, false, ''
FROM clocks_clock c WHERE NOT EXISTS (SELECT 1 FROM clocks_clockstep s WHERE s.clock_id = c.id);
"""
LATENESS = """
SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM h.recorded_at - c.due_at)), count(*)
FROM clocks_clock c JOIN clocks_historicalclock h ON h.id = c.id AND h.state = 'breached' WHERE c.due_at >= %s
"""
DUE, AHEAD = "- interval '1 hour'", "+ interval '30 days'"


@contextmanager
def planted() -> Iterator[str]:
    """A clone of the tests' template with the small world and its due clocks."""
    from django.db import connections  # noqa: PLC0415 - after django.setup()

    from tests.databases import Cluster, clone, drop, owner_connection, template  # noqa: PLC0415
    from tests.factories.world import make_world  # noqa: PLC0415

    name = clone(template(), on_disk=True)
    Cluster.use(name)
    try:
        make_world()
        owner = owner_connection(name)
        with owner.cursor() as cursor:
            cursor.execute(PLANT.format(clocks=PENDING, away=AHEAD))
            cursor.execute(PLANT.format(clocks=CLOCKS, away=DUE))
            cursor.execute("VACUUM ANALYZE")
        owner.close()
        yield name
    finally:
        connections.close_all()
        Cluster.use(Cluster.home)
        drop(name)


def bare_updates(database: str) -> float:
    """Rows a second of the control: nothing but the UPDATE, as the owner, in batches of the sweep's size."""
    from tests.databases import as_owner, owner_connection  # noqa: PLC0415 - after django.setup()

    connection = owner_connection(database)
    connection.autocommit = False

    def batch() -> int:
        with connection, connection.cursor() as cursor:
            cursor.execute(CONTROL)
            return len(cursor.fetchall())

    rate = per_second(batch)
    connection.close()
    as_owner("UPDATE clocks_clockstep SET fired_at = NULL", name=database)
    as_owner("VACUUM FULL clocks_clockstep", name=database)
    as_owner("ANALYZE clocks_clockstep", name=database)
    return rate


def per_second(batch: Callable[[], int]) -> float:
    """Until a batch is empty; how many a second."""
    begun, done = time.perf_counter(), 0
    while count := batch():
        done += count
    return done / (time.perf_counter() - begun)


def measure() -> list[Figure]:
    """All figures of this headline."""
    from clocks import actions  # noqa: PLC0415 - after django.setup()
    from clocks.outside.mail import transport  # noqa: PLC0415
    from kernel.clock import now  # noqa: PLC0415

    with planted() as database, tempfile.TemporaryDirectory() as folder:
        control = bare_updates(database)
        fired = per_second(lambda: actions.fire_due(at=now()))
        polls = [timed(lambda: actions.fire_due(at=now())) for _ in range(POLLS)]
        with old_snapshot(database):
            held = per_second(lambda: actions.fire_due(at=now()))
            held_polls = [timed(lambda: actions.fire_due(at=now())) for _ in range(POLLS)]
        django.conf.settings.OUTBOX_MAIL = {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder,
        }
        server, begun = transport(), time.perf_counter()
        for _ in range(MAILS):
            actions.send_next(transport=server, at=now())
        mails = MAILS / (time.perf_counter() - begun)
        late = lateness(database, Path(folder))
    return [
        figure("bare batch UPDATE … RETURNING", control, "rows/s"),
        figure("sweep: step, breach, notice, history, mail", fired, "deadlines/s", control, "bare UPDATE"),
        figure("sweep: rows written", ROWS_A_FIRE * fired, "rows/s", control, "bare UPDATE"),
        figure("the same under an old snapshot", held, "deadlines/s", fired, "without it"),
        figure("poll with nothing due", statistics.median(polls) * 1000, "ms"),
        figure(
            "the same under an old snapshot",
            statistics.median(held_polls) * 1000,
            "ms",
            statistics.median(polls) * 1000,
            "without it",
        ),
        figure("mail to the file back-end", mails, "messages/s"),
        figure("late, p50", late[0] * 1000, "ms", POLL_SECONDS * 1000, "poll"),
        figure("late, p99", late[1] * 1000, "ms", POLL_SECONDS * 1000, "poll"),
    ]


def lateness(database: str, folder: Path) -> tuple[float, float]:
    """Seconds from the deadline to the breach's row in the history, p50 and p99: a hundred a second, no backlog."""
    from tests.databases import as_owner  # noqa: PLC0415 - after django.setup()
    from tests.faults.platform import platform  # noqa: PLC0415

    as_owner("UPDATE clocks_outboxmessage SET sent_at = now() WHERE sent_at IS NULL", name=database)
    with platform(database, folder, sweep_seconds=POLL_SECONDS) as running:
        running.beat()
        running.worker()
        running.await_heartbeat("worker")
        ((begins_at,),) = as_owner("SELECT now() + interval '5 seconds'", name=database)
        each = f"+ ('{begins_at.isoformat()}'::timestamptz - now()) + n * interval '11 milliseconds'"
        as_owner(PLANT.format(clocks=STEADY, away=each), name=database)
        running.wait_for(STEADY, lambda: int(as_owner(LATENESS, [begins_at], database)[0][1]), "not all were told")
        (((half, most), _),) = as_owner(LATENESS, [begins_at], database)
    return float(half), float(most)


@contextmanager
def old_snapshot(database: str) -> Iterator[None]:
    """Somebody's open transaction that saw everything before as many deadlines again fall due and are fired."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    looker = owner_connection(database)
    looker.autocommit = False
    looker.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with looker.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clocks_clockstep WHERE fired_at IS NULL")
    owner = owner_connection(database)
    with owner.cursor() as cursor:
        cursor.execute(PLANT.format(clocks=CLOCKS, away=DUE))
    owner.close()
    try:
        yield
    finally:
        looker.rollback()
        looker.close()


def timed(call: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("clocks", measure())


if __name__ == "__main__":
    main()
