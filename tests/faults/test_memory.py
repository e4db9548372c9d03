"""The served web process while a large file goes through it: its memory stays what it was."""

import os
from pathlib import Path

import pytest
from django.db import connections, transaction

from tests.factories.walked import make_known_lot, make_shop
from tests.factories.world import make_world
from tests.faults.platform import broker, free_port
from tests.faults.served import growths
from tests.journeys.site import Site

SIZE = 2**30 if os.environ.get("FAULTS") == "heavy" else 64 * 2**20
MOST_GROWTH = 24 * 2**20
"""Whatever the file's size; a file of 64 MiB that was held whole, even once, would show."""

pytestmark = pytest.mark.faults


def test_a_large_file_costs_no_memory(committed_database: str, tmp_path: Path) -> None:
    with transaction.atomic():
        shop = make_shop(make_world())
        lots = make_known_lot(shop, "MG2603-114"), make_known_lot(shop, "MG2603-115")
    with broker(tmp_path) as own:
        site = Site(committed_database, tmp_path, own, free_port())
        try:
            site.start_web()
            sent, handed_over = growths(site, shop.world, lots, SIZE)
        finally:
            connections.close_all()
            site.stop()
    print(f"\n{SIZE // 2**20} MiB: {sent / 2**20:.1f} MiB sent, {handed_over / 2**20:.1f} MiB handed over")  # noqa: T201
    assert sent < MOST_GROWTH
    assert handed_over < MOST_GROWTH
