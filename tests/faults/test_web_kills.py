"""Kill the web server while a program reports events: each is there once, with its clock, its hold and its notices."""

import json
import os
import random
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from django.db import connections, transaction

from kernel.clock import now
from tests.factories.keys import key_of
from tests.factories.walked import make_lot, make_shop
from tests.factories.world import make_world
from tests.faults.platform import broker, free_port, jitter
from tests.journeys.site import Site

HEAVY = os.environ.get("FAULTS") == "heavy"
KILLS = int(os.environ.get("KILLS", "200" if HEAVY else "2"))
SEED = int(os.environ.get("SEED", "20261124"))
CREATED = 201
WRONG = (
    """SELECT e.id FROM quality_events_qualityevent e LEFT JOIN clocks_clock c ON c.subject_id = e.id
       GROUP BY e.id HAVING count(c.id) = 0 OR count(DISTINCT c.rule) <> count(c.id)""",
    """SELECT e.id FROM quality_events_qualityevent e
       WHERE NOT EXISTS (SELECT 1 FROM clocks_notice n WHERE position(e.id::text IN n.key) > 0)""",
    "SELECT key FROM clocks_notice GROUP BY key, recipient_id HAVING count(*) > 1",
)
"""An event without its clocks or with one twice; one of which nobody was told; somebody told twice."""

pytestmark = pytest.mark.faults


def _send(address: str, key: str, number: int, lot_id: str, discovered_at: str) -> int | None:
    """The answer's status; None when the server died before it answered."""
    content = {
        "lots": [lot_id], "kind": "deviation", "classification": "major", "title": f"Belt stopped, {number}",
        "description": "Line 2 stood for four minutes.", "discovered_at": discovered_at,
    }  # fmt: skip
    headers = {
        "Authorization": f"Key {key}", "Content-Type": "application/json", "Idempotency-Key": f"belt-{number}",
    }  # fmt: skip
    request = urllib.request.Request(f"{address}/api/v1/events/", json.dumps(content).encode(), headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - our own address
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{refused.code}: {refused.read().decode()[:2000]}") from refused
    except OSError:
        return None


def _report_until_stopped(send: Callable[[int], int | None], stop: threading.Event, told: list[int]) -> None:
    """One event after the other, each sent again under its key until it is answered or the test is over."""
    number = 0
    while not stop.is_set():
        status = send(number)
        if status is None:
            told.append(number)  # unanswered: it may have happened, or not
            sleep(0.05)
            continue
        assert status == CREATED
        number += 1


def test_each_report_happens_once(committed_database: str, tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311 - a reproducible test, no secret
    with transaction.atomic():
        shop = make_shop(make_world())
        lot = make_lot(shop, "KB-1", until="in_process")
        key = key_of(shop.world, "clerk@keystone.example")
    discovered_at = now().isoformat()
    connections.close_all()
    unanswered: list[int] = []
    with broker(tmp_path) as own:
        site = Site(committed_database, tmp_path, own, free_port(), is_warm=True)
        stop = threading.Event()
        client = threading.Thread(
            target=_report_until_stopped,
            args=(lambda n: _send(site.address, key, n, str(lot.pk), discovered_at), stop, unanswered),
        )
        try:
            site.start_web()
            client.start()
            for _ in range(KILLS):
                before = site.ask("SELECT count(*) FROM quality_events_qualityevent")
                site.wait_until(
                    lambda before=before: site.ask("SELECT count(*) FROM quality_events_qualityevent") != before,
                    "no event was reported",
                )
                jitter(dice, 0.3)
                site.kill_web()
                site.start_web()
        finally:
            stop.set()
            if client.ident is not None:  # it was started
                client.join()
            site.stop()
        events = site.ask("SELECT title, count(*) FROM quality_events_qualityevent GROUP BY 1")
        assert [number for _, number in events] == [1] * len(events), "an event was reported twice"
        numbers = {int(str(title).rsplit(" ", 1)[1]) for title, _ in events}
        assert numbers == set(range(len(events))), "an answered report is missing"
        for wrong in WRONG:
            assert site.ask(wrong) == []
        print(f"\n{KILLS} kills, {len(events)} events, {len(unanswered)} requests without an answer")  # noqa: T201
        assert len(unanswered) >= KILLS
