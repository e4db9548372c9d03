"""After any run of actions, a search finds what reading every visible row would find, for every person."""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from change_control.models import ChangeRequest
from evidence.models import EvidenceFile, PageText
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor
from lots.actions import complete_lot
from lots.models import Lot
from masters.models import Product
from parties.models import Partnership
from quality_events.models import QualityEvent
from tests.change_control.made import propose
from tests.factories.walked import AT, GOOD, make_lot, make_shop
from tests.factories.world import World
from tests.lots.rows import lots_of, product_of
from tests.quality_events.reported import report
from tests.workspace.queries.test_search import make_document
from traceability.actions import add_consignee
from traceability.models import Consignee
from workspace.queries.search import Facets, search
from workspace.states import Kind

WORDS = ("zircon", "quartz", "basalt", "granit", "topaz")
"""None is another's beginning, and none has an ending that a stem would lose."""
Things = set[tuple[str, UUID, int]]


class Story:
    """Two partnerships of one CMO in which things happen at random, through the real actions."""

    def __init__(self, world: World, seed: int) -> None:
        self.dice, self.world, self.shop = random.Random(seed), world, make_shop(world)  # noqa: S311 - repeatable
        self.foreign = product_of(world.blue_keystone)
        self.lots: list[Lot] = []
        self.count = 0

    def words(self) -> str:
        self.count += 1
        return " ".join([*self.dice.sample(WORDS, 2), f"n{self.count}"])

    def pair(self) -> Partnership:
        return self.dice.choice((self.world.alder_keystone, self.world.blue_keystone))

    def plan(self) -> None:
        self.count += 1
        number = f"ZQ-{self.dice.randint(1, 3)}{self.count:02}"
        if self.pair() == self.shop.partnership:
            self.lots.append(make_lot(self.shop, number, until=self.dice.choice(("planned", "in_process"))))
        else:
            lots_of(self.world, self.foreign, [number])

    def enter_consignee(self) -> None:
        clerk = self.world.clerk
        with scope.opened(clerk):
            add_consignee(
                partnership_id=self.pair().pk, name=self.words(), kind="retailer", address=self.words(),
                contact="recall@harbor.example", by=clerk, reason="", at=AT,
            )  # fmt: skip

    def report_event(self) -> None:
        if self.lots:
            report(self.shop, self.dice.choice(self.lots), title=self.words(), description=self.words())

    def propose_change(self) -> None:
        propose(self.world, self.shop.product.pk, title=self.words(), description=self.words())

    def keep_document(self) -> None:
        make_document(self.pair(), self.world.clerk, f"f{self.count}.pdf", *(self.words() for _ in range(2)))

    def rename_product(self) -> None:
        with scope.opened(self.world.clerk), acting(by=self.world.clerk, reason="renamed", at=AT):
            product = self.dice.choice(list(Product.objects.all()))
            product.name = self.words()
            product.save()

    def move_lot(self) -> None:
        moving = [lot for lot in self.lots if lot.state == "in_process"]
        if moving:
            clerk = self.world.clerk
            with scope.opened(clerk):
                complete_lot(
                    lot_id=moving[0].pk, quantity_good=GOOD, made_on=AT.date(), packed_on=AT.date(),
                    expires_on=AT.date().replace(year=2028), by=clerk, reason="", at=AT,
                )  # fmt: skip
            self.lots.remove(moving[0])

    def go_on(self, steps: int) -> None:
        doing: list[Callable[[], None]] = [
            self.plan, self.enter_consignee, self.report_event, self.propose_change, self.keep_document,
            self.rename_product, self.move_lot,
        ]  # fmt: skip
        for _ in range(steps):
            self.dice.choice(doing)()


def read_through() -> list[tuple[tuple[str, UUID, int], str, str]]:
    """(thing, its number in capitals, all its words) of every row that this person may read, under the policies."""
    rows: list[tuple[tuple[str, UUID, int], str, str]] = []

    def add(kind: str, key: UUID, number: str, *texts: str, page: int = 0) -> None:
        rows.append(((kind, key, page), number.upper(), " ".join(texts).lower()))

    for lot in Lot.objects.select_related("product"):
        add(Kind.LOT, lot.pk, lot.number, lot.product.name)
    for product in Product.objects.all():
        add(Kind.PRODUCT, product.pk, product.code, product.name, product.group, product.dosage_form)
    for consignee in Consignee.objects.all():
        add(Kind.CONSIGNEE, consignee.pk, consignee.name, consignee.name, consignee.address, consignee.contact)
    for event in QualityEvent.objects.all():
        add(Kind.EVENT, event.pk, event.number, event.title, event.description)
    for change in ChangeRequest.objects.all():
        add(Kind.CHANGE, change.pk, change.number, change.title, change.description)
    for file in EvidenceFile.objects.all():
        add(Kind.DOCUMENT, file.pk, file.name, file.name)
    for text in PageText.objects.all():
        add(Kind.DOCUMENT, text.file_id, "", text.text, page=text.page)
    return rows


def expected(kind: str, typed: str) -> Things:
    words = typed.lower().split()
    return {
        thing
        for thing, number, text in read_through()
        if thing[0] == kind and (number.startswith(typed.upper()) or all(word in text.split() for word in words))
    }


def found(kind: str, typed: str) -> Things:
    return {(hit.kind, hit.object_id, hit.page) for hit in search(typed, Facets(kind=kind)).hits}


KINDS = (Kind.LOT, Kind.PRODUCT, Kind.CONSIGNEE, Kind.EVENT, Kind.CHANGE, Kind.DOCUMENT)
QUESTIONS = (*WORDS, "zircon quartz", "topaz the basalt", "ZQ-", "zq-1", "ZQ-2")


def askers(world: World) -> dict[str, Actor]:
    return {email: by for email, by in world.actors.items() if by.person_id}


@pytest.mark.parametrize("seed", [3, 41])
def test_the_search_equals_reading_every_visible_row(world: World, seed: int) -> None:
    story = Story(world, seed)
    story.go_on(24)
    told: dict[str, Any] = {}
    for email, by in askers(world).items():
        with scope.opened(by):
            for typed in QUESTIONS:
                for kind in KINDS:
                    there = expected(kind, typed.replace(" the ", " "))
                    if there or typed in WORDS:
                        assert found(kind, typed) == there, (seed, email, kind, typed)
                    told.setdefault(email, set()).update(there)
    assert told["clerk@keystone.example"] >= told["qa@alderpine.example"] | told["qa@bluemesa.example"]
    assert told["qa@bluemesa.example"]
    assert told["qa@alderpine.example"]
    assert not told["qa@alderpine.example"] & told["qa@bluemesa.example"]
