"""A genealogy of many partnerships, loaded by COPY as the owner with the triggers off.

Shaped like a supplement plant: eight excipients whose lots are used about 120 times, actives about eight times; batches
of one to five stages and one to four finished lots, each with two to twenty shipment lines; 15 % carry over from the
batch before, 6 % take in reworked bulk.
"""

import io
import random
import uuid
from collections.abc import Iterable
from typing import Any

from bench.planted import cloned

PAIRS_EACH, EDGES_A_WORKS = 10, 30_000
EXCIPIENTS, ACTIVES = 8, 120
Graph = dict[str, list[str]]


def walk(forward: Graph, seeds: Iterable[str]) -> set[str]:
    """The naive walk that everything is compared with."""
    seen, waiting = set(seeds), list(seeds)
    while waiting:
        for child in forward.get(waiting.pop(), ()):
            if child not in seen:
                seen.add(child)
                waiting.append(child)
    return seen


class Planted:
    """What was loaded, and how to ask it as the owner or in memory."""

    def __init__(self, database: str, shop: Any, lot: Any) -> None:
        from tests.databases import owner_connection  # noqa: PLC0415 - after django.setup()

        self.shop, self.lot = shop, lot
        self.connection = owner_connection(database)
        self.dice = random.Random(20261)  # noqa: S311 - the same rows in every run
        self.forward: Graph = {}
        self.sent: dict[str, list[tuple[str, str]]] = {}
        self.partnership_of: dict[str, str] = {}
        self.uses: dict[str, int] = {}
        self.own_nodes: set[str] = set()
        self.own_materials: list[str] = []
        self.disclosed: set[str] = set()
        self.rows: dict[str, io.StringIO] = {name: io.StringIO() for name in COLUMNS}
        self.edges = 0

    def load(self, size: int) -> None:
        """Works after works until there are so many edges, shipment lines counted."""
        with self.connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            works = max(1, size // EDGES_A_WORKS)
            for number in range(works):
                self._works(number, self._pairs(cursor, number), size // works)
                if number % 20 == 19:
                    self._copy(cursor)
            self._disclose()
            self._copy(cursor)
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("VACUUM ANALYZE")
        own = {key for key, pair in self.partnership_of.items() if pair in self.own_pairs}
        used = sorted((key for key in self.own_materials if key in self.forward), key=lambda key: -self.uses[key])
        self.excipients, self.ordinary = used[:20], self.dice.sample(used[20:], min(200, len(used) - 20))
        self.finished = self.dice.sample(sorted(own), min(200, len(own)))

    def _pairs(self, cursor: Any, number: int) -> list[tuple[str, str, str, str]]:
        """(partnership, sponsor, CMO, product) of ten partnerships of one works; the first works is Keystone."""
        world, found = self.shop.world, []
        cmo = str(world.keystone.pk) if number == 0 else cloned(
            cursor, "parties_organisation", world.keystone.pk, name=f"Keystone {number}"
        )  # fmt: skip
        for n in range(PAIRS_EACH):
            sponsor, pair = str(world.alder.pk), str(world.alder_keystone.pk)
            if n:
                sponsor = cloned(cursor, "parties_organisation", world.alder.pk, name=f"Sponsor {number}-{n}")
            if n or number:
                pair = cloned(cursor, "parties_partnership", pair, cmo_id=cmo, sponsor_id=sponsor)
            product = str(self.shop.product.pk)
            if n or number:
                product = cloned(cursor, "masters_product", product, partnership_id=pair, sponsor_id=sponsor)
            found.append((pair, sponsor, cmo, product))
        if number == 0:
            self.own_pairs = {pair for pair, *_ in found}
            self.sponsor_pair = found[0][0]
        return found

    def _works(self, number: int, pairs: list[Any], size: int) -> None:
        dice, wanted = self.dice, self.edges + size
        cmo, raws = pairs[0][2], [self._raw(pairs[0][2], f"{number}-{n}") for n in range(EXCIPIENTS + ACTIVES)]
        accounts = [[self._account(pair, f"{number}-{n}") for n in range(40)] for pair in pairs]
        left = [120] * EXCIPIENTS + [8] * ACTIVES
        before, bulks, batch = "", [], 0
        while self.edges < wanted:
            batch += 1
            place = dice.randrange(PAIRS_EACH)
            pair = pairs[place]
            inputs = [*dice.sample(range(EXCIPIENTS), 3), *dice.sample(range(EXCIPIENTS, EXCIPIENTS + ACTIVES), 2)]
            stage = self._raw(cmo, f"B{number}-{batch}-0", kind="blend")
            for which in inputs:
                self._edge(cmo, raws[which], stage, None, "consumption")
                left[which] -= 1
                if left[which] == 0:
                    raws[which] = self._raw(cmo, f"{number}-{which}-{batch}")
                    left[which] = 120 if which < EXCIPIENTS else 8
            for step in range(1, dice.randint(1, 5)):
                following = self._raw(cmo, f"B{number}-{batch}-{step}", kind="bulk")
                self._edge(cmo, stage, following, None, "blend")
                stage = following
            if bulks and dice.random() < 0.06:
                self._edge(cmo, dice.choice(bulks), stage, None, "rework")
            if before and dice.random() < 0.15:
                self._edge(cmo, before, stage, None, "carry_over")
            for sku in range(dice.randint(1, 4)):
                lot = self._finished(pair, f"L{number}-{batch}-{sku}")
                self._edge(cmo, stage, lot, pair[0], "packaging")
                self._ship(pair, lot, dice.choices(accounts[place], k=dice.randint(2, 20)))
            before, bulks = stage, [*bulks[-20:], stage]

    def _raw(self, cmo: str, number: str, kind: str = "received") -> str:
        key = str(uuid.uuid4())
        self._row("lots_componentlot", key, cmo, kind, "IT", "Item", number, "Works", "Works", "", f"S-{number}", "kg")
        if cmo == str(self.shop.world.keystone.pk):
            self.own_nodes.add(key)
            self.own_materials += [key] if kind == "received" else []
        return key

    def _finished(self, pair: Any, number: str) -> str:
        key = str(uuid.uuid4())
        lot = self.lot
        self._row(
            "lots_lot", key, pair[0], pair[1], pair[2], lot.site_id, pair[3], number, "shipped", 5000, 4900, lot.unit,
            "2026-01-05 09:00+00",
        )  # fmt: skip
        self.partnership_of[key] = pair[0]
        return key

    def _account(self, pair: Any, number: str) -> str:
        key = str(uuid.uuid4())
        self._row(
            "traceability_consignee", key, pair[0], pair[1], f"Account {number}", "retailer", "1 Dock Street",
            "recall@example.com", "",
        )  # fmt: skip
        return key

    def _edge(self, cmo: str, parent: str, child: str, pair: str | None, kind: str) -> None:
        self._row(
            "lots_edge", uuid.uuid4(), cmo, pair or r"\N", parent, child, kind, 1, "kg", "", "import", IMPORT, "",
            "2026-01-05 09:00+00",
        )  # fmt: skip
        self.forward.setdefault(parent, []).append(child)
        self.uses[parent] = self.uses.get(parent, 0) + 1
        self.edges += 1

    def _ship(self, pair: Any, lot: str, accounts: list[str]) -> None:
        for n, account in enumerate(accounts):
            self._row(
                "traceability_shipment", uuid.uuid4(), pair[0], pair[1], lot, account, 12, self.lot.unit,
                "2026-02-05 09:00+00", "Dock 4", f"PO-{n}", "Carrier", self.shop.world.clerk.person_id, "{}", "",
            )  # fmt: skip
            self.sent.setdefault(lot, []).append((account, f"PO-{n}"))
            self.edges += 1

    def _row(self, table: str, *values: object) -> None:
        self.rows[table].write("\t".join(map(str, values)) + "\n")

    def _copy(self, cursor: Any) -> None:
        for table, columns in COLUMNS.items():
            self.rows[table].seek(0)
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", self.rows[table])
            self.rows[table] = io.StringIO()

    def as_owner(self, sql: str, keys: list[str]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [keys])
            return list(cursor.fetchall())

    def walked_in_memory(self, seed: str) -> list[tuple[str, str]]:
        return [line for lot in walk(self.forward, [seed]) for line in self.sent.get(lot, ())]

    def roles(self) -> list[tuple[str, Any, set[str]]]:
        """(name, actor, what it sees): a manufacturer its own, a sponsor its lots and what they were made of."""
        world = self.shop.world
        lots = {key for key, pair in self.partnership_of.items() if pair in self.own_pairs}
        theirs = {key for key, pair in self.partnership_of.items() if pair == self.sponsor_pair}
        return [
            ("manufacturer", world.clerk, lots | self.own_nodes),
            ("sponsor", world.reviewer, theirs | self.disclosed),
            ("stranger", world.other_sponsor, set()),
        ]

    def _disclose(self) -> None:
        """To Keystone's first sponsor, what its lots were made of."""
        back: Graph = {}
        for parent, children in self.forward.items():
            for child in children:
                back.setdefault(child, []).append(parent)
        lots = {key for key, pair in self.partnership_of.items() if pair == self.sponsor_pair}
        self.disclosed = walk(back, lots) - self.partnership_of.keys()
        for key in sorted(self.disclosed):
            self._row("lots_disclosure", uuid.uuid4(), self.sponsor_pair, self.shop.world.alder.pk, key)


IMPORT = "00000000-0000-4000-8000-000000000030"
TABLES = (
    "parties_organisation", "parties_partnership", "masters_product", "lots_componentlot", "lots_lot",
    "traceability_consignee", "lots_disclosure", "lots_edge", "traceability_shipment",
)  # fmt: skip
COLUMNS = {
    "lots_componentlot": "id, organisation_id, kind, item_code, item_name, number, supplier, manufacturer,"
    " manufacturer_site, supplier_lot, unit",
    "lots_lot": "id, partnership_id, sponsor_id, cmo_id, site_id, product_id, number, state, quantity_planned,"
    " quantity_good, unit, created_at",
    "traceability_consignee": "id, partnership_id, sponsor_id, name, kind, address, contact, gln",
    "lots_disclosure": "id, partnership_id, sponsor_id, component_lot_id",
    "lots_edge": "id, organisation_id, partnership_id, parent_id, child_id, kind, quantity, unit, container, source,"
    " source_id, ended_because, stated_at",
    "traceability_shipment": "id, partnership_id, sponsor_id, lot_id, consignee_id, quantity, unit, shipped_at,"
    " ship_from, reference, carrier, shipped_by_id, decision, sscc",
}
