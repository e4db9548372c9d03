"""The lot that the journey carries through: started nine days ago, its pack and papers ready to hand over."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from evidence.known_lots import known_lot
from evidence.pack import workbook
from evidence.pack.format import Pack
from kernel import clock
from kernel.scope import Actor
from lots.actions import plan_lot, start_lot
from lots.queries import lot as lot_with_baseline
from oversight.demo.baseline import ALDER
from oversight.demo.designs import MAGNESIUM
from oversight.demo.fates import Fate
from oversight.demo.packs import pack_of
from oversight.demo.papers import papers
from oversight.demo.stage import Stage, set_clock, shifted_clock
from oversight.demo.stories import Story
from oversight.demo.told import NO_BLEMISH, Told

NUMBER = "MG2611-900"
RELEASED = "MG2611-901"
CMO = "Keystone Blending Co."


def begin(stage: Stage) -> UUID:
    """Plan and start the lot nine days ago."""
    today = clock.now()
    with shifted_clock():
        set_clock(today - timedelta(days=9))
        product, site = stage.made["product/MG-GLY-120"], stage.made[f"site/{CMO}"]

        def doing(by: Actor, at: object) -> UUID:
            lot = plan_lot(
                product_id=product.pk, number=NUMBER, quantity=Decimal(5000), site_id=site.pk, by=by, reason="",
                at=clock.now(),
            )  # fmt: skip
            start_lot(lot_id=lot.pk, by=by, reason="", at=clock.now())
            return lot.pk

        return stage.act("clerk@keystone.example", doing)


def released(stage: Stage) -> UUID:
    """A lot that Keystone handed over and Alder & Pine released some days ago."""
    story = Story(stage, (ALDER, CMO), MAGNESIUM, clock.now() - timedelta(days=20), RELEASED, Fate("decide"))
    with shifted_clock():
        for scene in sorted(story.scenes(), key=lambda scene: scene.at):
            set_clock(scene.at)
            scene.play()
    return story.lot_id


def as_told(pack: Pack) -> Pack:
    """The pack as the papers tell it."""
    return pack


def evidence(stage: Stage, lot_id: UUID, folder: Path, filled: Callable[[Pack], Pack] = as_told) -> list[Path]:
    """The filled workbook and its documents, as files on the clerk's desk; `filled` is what else the clerk writes."""

    def doing(by: Actor, at: object) -> list[Path]:
        lot = lot_with_baseline(lot_id)
        assert lot.started_at is not None
        names = (
            (f"BPR {NUMBER} executed.pdf", "batch record", "Executed batch production record"),
            (f"CoA {NUMBER}.pdf", "laboratory", "Certificate of analysis"),
            (f"Label {NUMBER}.pdf", "packaging", "Representative label"),
        )
        known = known_lot(lot)
        pack = pack_of(Told(known, MAGNESIUM, lot.started_at.date(), names, {}, NO_BLEMISH))
        files = []
        for paper in papers(pack, names):
            path = folder / paper.name
            paper.content.seek(0)
            path.write_bytes(paper.content.read())
            files.append(path)
        book = folder / f"{NUMBER}.xlsx"
        book.write_bytes(workbook.fill(filled(pack), known))
        return [book, *files]

    return stage.act("clerk@keystone.example", doing)
