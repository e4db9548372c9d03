"""What history costs: changes of one row and of many, with trigger, leaf and index, beside a plain Django table.

`python -m bench.history`: prints a table and writes `.data/bench/history.json`.
"""

import os
import threading
import time
from contextlib import closing
from typing import Any

import django

from bench.planted import Figure, figure, show, walked

CLIENTS = 8
SECONDS = 3.0
ROWS = 10_000
TELL = (
    "SELECT set_config('app.actor', %s, true), set_config('app.organisation', %s, true), "
    "set_config('app.reason', 'bench', true), set_config('app.at', now()::text, true)"
)
FILL = (
    "INSERT INTO {} SELECT (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'name', "
    "'Store ' || n))).* FROM parties_site s, generate_series(1, %s) n WHERE s.id = %s"
)
CHANGE = "UPDATE {} SET name = 'Store ' || md5(random()::text) WHERE id = %s"
PLAIN = "CREATE TABLE plain_site (LIKE parties_site INCLUDING ALL)"


def rate(database: str, table: str, keys: list[str], told: list[str]) -> float:
    """Changes a second: each a transaction of its own, several sessions at once, each on rows of its own."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    counts, end = [0] * CLIENTS, time.perf_counter() + SECONDS

    def client(place: int) -> None:
        with closing(owner_connection(database)) as connection, connection.cursor() as cursor:
            connection.autocommit = False
            while time.perf_counter() < end:
                cursor.execute(TELL, told)
                cursor.execute(CHANGE.format(table), [keys[(place + counts[place] * CLIENTS) % len(keys)]])
                connection.commit()
                counts[place] += 1

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def filled(cursor: Any, table: str, site: Any) -> float:
    """Rows a second of one INSERT of many."""
    begun = time.perf_counter()
    cursor.execute(FILL.format(table), [ROWS, str(site.pk)])
    return ROWS / (time.perf_counter() - begun)


def measure() -> list[Figure]:
    """All figures."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    with walked("planned") as (database, shop, _):
        site = shop.world.keystone_site
        told = [str(shop.world.clerk.person_id), str(shop.world.keystone.pk)]
        with closing(owner_connection(database)) as connection, connection.cursor() as cursor:
            cursor.execute(PLAIN)
            cursor.execute(TELL.replace("true", "false"), told)
            bulk = {table: filled(cursor, table, site) for table in ("plain_site", "parties_site")}
            cursor.execute("SELECT id::text FROM plain_site LIMIT %s", [CLIENTS * 100])
            plain_keys = [key for (key,) in cursor.fetchall()]
            cursor.execute("SELECT id::text FROM parties_site LIMIT %s", [CLIENTS * 100])
            keys = [key for (key,) in cursor.fetchall()]
        plain = rate(database, "plain_site", plain_keys, told)
        kept = rate(database, "parties_site", keys, told)
    return [
        figure(f"plain table, UPDATE of one row, {CLIENTS} sessions", plain, "tx/s"),
        figure("with history, leaf and index", kept, "tx/s", plain, "plain table"),
        figure(f"plain table, INSERT of {ROWS:,} rows at once", bulk["plain_site"], "rows/s"),
        figure("with history, leaf and index", bulk["parties_site"], "rows/s", bulk["plain_site"], "plain table"),
    ]


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("history", measure())


if __name__ == "__main__":
    main()
