"""A pack of 10 000 rows from bytes to commit, beside raw COPY of the same rows; as JSON and as workbook.

`python -m bench.packs`: prints a table and writes `.data/bench/packs.json` (goal E1). `ROWS=` sets the rows.
"""

import gc
import io
import json
import os
import resource
import statistics
from contextlib import closing
from datetime import datetime, timedelta
from time import perf_counter, process_time
from typing import Any

import django

from bench.planted import Figure, figure, show, walked

ROWS = int(os.environ.get("ROWS", "10000"))
ROUNDS = 3
COPY = "COPY bare_packrow (id, partnership_id, sponsor_id, pack_id, section, position, data) FROM STDIN"


def stated_pack(lot: Any, number: int) -> Any:
    """A complete pack grown to `ROWS` rows: half readings of control points, half laboratory results."""
    from evidence.pack.format import Pack  # noqa: PLC0415 - after django.setup()
    from tests.evidence.scene import stated  # noqa: PLC0415

    content = stated(lot_number=lot.number).model_dump(mode="json", exclude_defaults=True)
    content["batch_record"]["readings"][1]["instrument"] = f"SC-{number}"  # no two are the same pack
    content["batch_record"]["readings"] += readings(content["batch_record"]["readings"][1], ROWS // 2)
    content["laboratory"]["results"] += results(content["laboratory"]["results"], ROWS - ROWS // 2)
    return Pack.model_validate(content)


def readings(one: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The weight of a filled capsule, every five seconds."""
    begun = datetime.fromisoformat(one["measured_at"])
    return [
        one | {"measured_at": (begun + timedelta(seconds=5 * n)).isoformat(), "value": str(800 + n % 40)}
        for n in range(count)
    ]


def results(some: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """The laboratory's results again and again, each under a number of its own."""
    return [some[n % len(some)] | {"number": f"R-{n}"} for n in range(count)]


def more_lots(shop: Any, count: int) -> list[Any]:
    """As many completed lots as there are packs: the first pack of a lot is what is measured."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from tests.factories.walked import make_lot  # noqa: PLC0415

    with transaction.atomic():
        return [make_lot(shop, f"KB-BENCH-{number + 2}", until="completed") for number in range(count)]


def documents() -> list[Any]:
    """The documents behind the pack, examined as an upload is."""
    from evidence.actions.files import examine  # noqa: PLC0415 - after django.setup()
    from tests.evidence.scene import pdf  # noqa: PLC0415
    from tests.factories.pack_sections import DOCUMENTS  # noqa: PLC0415

    return [examine(name, io.BytesIO(pdf(name))) for name, _, _ in DOCUMENTS]


def accepted(shop: Any, lot: Any, data: bytes, form: str, because: str = "") -> dict[str, float]:
    """Seconds from bytes to commit: reading, whole, and this process's own share.

    `because`: the one reason for every change, where the lot has a version before.
    """
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from evidence.actions.submit import submit_pack  # noqa: PLC0415
    from evidence.pack.explaining import Explanation  # noqa: PLC0415
    from evidence.pack.reading import from_json, from_workbook  # noqa: PLC0415
    from evidence.rules import check_readable  # noqa: PLC0415
    from kernel import scope  # noqa: PLC0415
    from kernel.clock import now  # noqa: PLC0415

    files = documents()
    gc.collect()
    begun, busy = perf_counter(), process_time()
    stated = check_readable(from_json(data) if form == "json" else from_workbook(data))
    read = perf_counter() - begun
    with scope.opened(shop.world.clerk), transaction.atomic():
        made = submit_pack(
            lot_id=lot.pk, stated=stated, form=form, files=files, source=None, by=shop.world.clerk,
            reason="bench", at=now(), change_reasons=[Explanation(because)] if because else (),
        )  # fmt: skip
    whole = perf_counter() - begun
    if not made.is_new:
        raise SystemExit("the same pack was there already, nothing was measured")
    return {"read": read, "whole": whole, "own": process_time() - busy}


def copied(database: str) -> tuple[float, int]:
    """(seconds, rows): raw COPY of the newest pack's rows into a copy of the table with its indexes, no triggers."""
    from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

    with closing(owner_connection(database)) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_packrow")
        cursor.execute("CREATE TABLE bare_packrow (LIKE evidence_packrow INCLUDING INDEXES)")
        text = io.StringIO()
        cursor.copy_expert(
            "COPY (SELECT id, partnership_id, sponsor_id, pack_id, section, position, data FROM evidence_packrow"
            " WHERE pack_id = (SELECT id FROM evidence_pack ORDER BY submitted_at DESC LIMIT 1)) TO STDOUT",
            text,
        )
        rows = text.getvalue().count("\n")
        text.seek(0)
        begun = perf_counter()
        cursor.copy_expert(COPY, text)
        return perf_counter() - begun, rows


def kept(shop: Any, *, one_by_one: bool = False) -> float:
    """Seconds of storing the newest pack's rows again with row-level security and history, rolled back.

    `one_by_one` is the control: `bulk_create`, whose INSERT carries each value as a parameter of its own.
    """
    from django.db import connection, transaction  # noqa: PLC0415 - after django.setup()

    from evidence.actions.rows import keep_rows  # noqa: PLC0415
    from evidence.models import Pack, PackRow  # noqa: PLC0415
    from kernel import scope  # noqa: PLC0415
    from kernel.clock import now  # noqa: PLC0415
    from kernel.history import acting  # noqa: PLC0415

    by = shop.world.clerk
    with scope.opened(by), transaction.atomic():
        pack = Pack.objects.order_by("-submitted_at")[0]
        found = PackRow.objects.filter(pack=pack).values_list("section", "position", "data")
        rows = [(f"bench.{section}"[:40], position, data) for section, position, data in found]
        shared = {"partnership_id": pack.partnership_id, "sponsor_id": pack.sponsor_id, "pack": pack}
        with acting(by=by, reason="bench", at=now()):
            begun = perf_counter()
            if one_by_one:
                PackRow.objects.bulk_create(
                    [PackRow(**shared, section=where, position=n, data=data) for where, n, data in rows],
                    batch_size=1000,
                )
            else:
                keep_rows(pack, rows)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds = perf_counter() - begun
        transaction.set_rollback(True)
    return seconds


def judged(shop: Any, data: bytes) -> float:
    """Seconds of every rule over the newest pack, its context compiled first; nothing is stored."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from evidence.context import rule_context  # noqa: PLC0415
    from evidence.models import Pack  # noqa: PLC0415
    from evidence.pack.reading import from_json  # noqa: PLC0415
    from evidence.pack.rules import evaluate  # noqa: PLC0415
    from kernel import scope  # noqa: PLC0415

    stated = from_json(data)
    with scope.opened(shop.world.clerk), transaction.atomic():
        pack = Pack.objects.select_related("lot").order_by("-submitted_at")[0]
        begun = perf_counter()
        evaluate(rule_context(pack, pack.lot, stated), "pack")
        return perf_counter() - begun


def loaded(data: bytes) -> float:
    """Seconds of `json.loads` alone: the floor of every reader."""
    begun = perf_counter()
    json.loads(data)
    return perf_counter() - begun


def measure() -> list[Figure]:
    """All figures, medians of `ROUNDS` packs after one that warms up. Goal E1: validate at most 3 × json.loads."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()

    from evidence.known_lots import known_lot  # noqa: PLC0415
    from evidence.pack import workbook  # noqa: PLC0415
    from evidence.pack.canonical import canonical_bytes  # noqa: PLC0415
    from kernel import scope  # noqa: PLC0415

    with walked("completed") as (database, shop, lot):
        lots = [lot, *more_lots(shop, 2 * ROUNDS + 1)]
        packs = [stated_pack(one, number) for number, one in enumerate(lots)]
        as_json = [canonical_bytes(pack) for pack in packs[: ROUNDS + 1]]
        with scope.opened(shop.world.clerk), transaction.atomic():
            known = [known_lot(one) for one in lots[ROUNDS + 1 :]]
        as_books = [workbook.fill(pack, of) for pack, of in zip(packs[ROUNDS + 1 :], known, strict=True)]
        versions = [canonical_bytes(stated_pack(lot, 100 + number)) for number in range(ROUNDS)]
        del packs
        gc.collect()
        before = resident()
        json_rounds = [accepted(shop, one, data, "json") for one, data in zip(lots, as_json, strict=False)][1:]
        after = resident()
        of_books = zip(lots[ROUNDS + 1 :], as_books, strict=True)
        book_rounds = [accepted(shop, one, data, "workbook") for one, data in of_books][1:]
        later_rounds = [accepted(shop, lot, data, "json", "another scale was used")["whole"] for data in versions]
        controls = [copied(database) for _ in range(ROUNDS)]
        stored = statistics.median(kept(shop) for _ in range(ROUNDS))
        by_bulk = statistics.median(kept(shop, one_by_one=True) for _ in range(ROUNDS))
        rules = statistics.median(judged(shop, as_json[-1]) for _ in range(ROUNDS))
        floor = statistics.median(loaded(as_json[-1]) for _ in range(ROUNDS))
    bare, rows = statistics.median(seconds for seconds, _ in controls), controls[0][1]
    from_json, from_book = ({k: statistics.median(r[k] for r in rounds) for k in rounds[0]}
                            for rounds in (json_rounds, book_rounds))  # fmt: skip
    return [
        figure("rows of the pack", rows, "rows"),
        figure("raw COPY, no policies, no history", rows / bare, "rows/s"),
        figure("rows kept: policies, keys, history", rows / stored, "rows/s", rows / bare, "raw COPY"),
        figure("the same rows by bulk_create", rows / by_bulk, "rows/s", rows / stored, "rows kept"),
        figure("JSON: rows accepted", rows / from_json["whole"], "rows/s", rows / bare, "raw COPY"),
        figure("JSON: bytes to commit", from_json["whole"], "s", bare, "raw COPY"),
        figure("JSON: read and validated", from_json["read"], "s", floor, "json.loads"),
        figure("JSON: all rules over the pack", rules, "s", from_json["whole"], "bytes to commit"),
        figure("JSON: this process's own time", from_json["own"], "s", from_json["whole"], "bytes to commit"),
        figure("JSON: a later version", statistics.median(later_rounds), "s", from_json["whole"], "a first one"),
        figure("XLSX: bytes to commit", from_book["whole"], "s", from_json["whole"], "JSON"),
        figure("XLSX: read and validated", from_book["read"], "s", from_json["read"], "JSON"),
        figure("memory: process at its highest", after, "MiB", before, "before the first pack"),
    ]  # fmt: skip


def resident() -> float:
    """The process's highest resident memory so far, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table, keep it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "oversight.settings")
    django.setup()
    show("packs", measure())


if __name__ == "__main__":
    main()
