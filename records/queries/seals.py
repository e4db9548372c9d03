"""Seals, heads and days as rows: their bodies as they were signed, the last of a tree, what is due."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Max, QuerySet

from records.merkle.heads import DayBody, SealBody
from records.models import DayHead, Seal, SealTree, TreeHead


def as_text(at: datetime) -> str:
    """A moment as heads write it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def body_of(seal: Seal) -> SealBody:
    """What its signature covers, from the row."""
    return SealBody(
        number=seal.number,
        epoch=seal.epoch,
        cluster=seal.cluster,
        horizon=str(seal.horizon),
        after_relation=seal.after_relation,
        after_key=seal.after_key,
        sealed_at=as_text(seal.sealed_at),
        root=seal.root,
        previous=seal.previous,
        public_key=seal.public_key,
    )


def day_body(head: DayHead) -> DayBody:
    """What the platform's signature and the other company's cover, from the row."""
    return DayBody(
        partnership=str(head.partnership_id),
        company=str(head.company_id),
        day=head.day.isoformat(),
        last_seal=head.last_seal,
        tree_size=head.tree_size,
        tree_root=head.tree_root,
        rows=head.rows,
        root=head.root,
        previous=head.previous,
        closed_at=as_text(head.closed_at),
        public_key=head.public_key,
    )


def last_seal() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-number").first()


def newest_heads() -> list[tuple[str, int, str]]:
    """(name, size, root) of every tree: what the next seal's root is over. Needs the scope of SYS."""
    return list(SealTree.objects.values_list("name", "size", "root"))


def unclosed_partnerships(before: datetime) -> list[UUID]:
    """Partnerships with heads of days that are over and not closed yet; needs the scope of SYS."""
    closed = dict(DayHead.objects.values_list("partnership_id").annotate(Max("last_seal")))
    grown = (
        TreeHead.objects.filter(partnership__isnull=False, seal__sealed_at__lt=before)
        .values_list("partnership_id")
        .annotate(Max("seal_id"))
    )
    return [pair for pair, seal in grown if pair is not None and seal > closed.get(pair, 0)]


def heads_after(partnership_id: UUID, seal: int, before: datetime) -> QuerySet[TreeHead]:
    """The partnership's heads of later seals, made before that moment, oldest first."""
    rows = TreeHead.objects.filter(partnership_id=partnership_id, seal_id__gt=seal, seal__sealed_at__lt=before)
    return rows.select_related("seal").order_by("seal_id")


def midnight(day: date) -> datetime:
    """Where a day begins (UTC)."""
    return datetime.combine(day, time(), UTC)


def lines_of(heads: Iterable[TreeHead]) -> list[str]:
    """The leaves' lines that these heads added, in order."""
    return [line for head in heads for line in head.entries.split("\n") if line]
