"""What no pack says: a blend that was split, a rework, and what stayed in the blender between two lots."""

from datetime import datetime, timedelta

from kernel.scope import Actor
from lots.actions import import_genealogy
from lots.genealogy_file import read_genealogy
from lots.models import ComponentLot, Edge, Lot
from oversight.demo.baseline import ALDER, CLERKS, KEYSTONE
from oversight.demo.stage import Scene, Stage

CLERK = CLERKS[KEYSTONE]
ROWS = """kind,parent,parent_item,child,child_item,child_kind,quantity,unit
blend,{raw},{item},BL-26-014,BL-PRE,blend,12,kg
split,BL-26-014,,BL-26-014/1,BL-PRE,blend,6,kg
split,BL-26-014,,BL-26-014/2,BL-PRE,blend,6,kg
packaging,BL-26-014/1,,{first},{first_item},,6,kg
rework,BL-26-014/2,,RW-26-002,RW-PRE,rework,0.8,kg
packaging,BL-26-014/2,,{second},{second_item},,5.2,kg
rework,RW-26-002,,{third},{third_item},,0.8,kg
carry_over,{first},{first_item},{second},{second_item},,,
"""


def genealogy(stage: Stage, today: datetime) -> list[Scene]:
    """Three lots that used one component lot, oldest first; their packs say the rest."""

    def state(by: Actor, at: datetime) -> list[Edge]:
        pair = stage.made[f"pair/{ALDER}/{KEYSTONE}"]
        lots = list(Lot.objects.filter(partnership=pair, made_on__isnull=False).select_related("product"))
        first, second, third = sorted(lots, key=lambda lot: (lot.made_on, lot.number))[-3:]
        used = Edge.objects.filter(child_id=first.pk, source="pack", ended_at=None, unit="kg").order_by(
            "-quantity", "id"
        )
        raw = ComponentLot.objects.get(pk=used[0].parent_id)
        rows = ROWS.format(
            raw=raw.number, item=raw.item_code, first=first.number, first_item=first.product.code,
            second=second.number, second_item=second.product.code, third=third.number, third_item=third.product.code,
        )  # fmt: skip
        return import_genealogy(
            organisation_id=by.company_id, rows=read_genealogy(rows), by=by, reason="blender log", at=at
        )

    return [Scene(today - timedelta(hours=22), "genealogy: state", lambda: stage.act(CLERK, state))]
