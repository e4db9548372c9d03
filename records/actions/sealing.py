"""The sealer: one batch of the trail into its trees, under one signed head that is chained to the one before.

It reads rows that are decided and writes rows of its own, so that no writer ever waits for it (ADR 0014).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from records.merkle.entries import hash_of
from records.merkle.heads import FIRST, top_root
from records.merkle.tree import Frontier
from records.models import Seal, SealTree, TreeHead
from records.outside.signing_keys import platform_key
from records.queries.seals import body_of, last_seal, newest_heads
from records.queries.trail import PLATFORM, Claimed, Window, claimed, sealing_windows
from records.states import SEALER_LOCK

MOST = 20_000


def seal_next(*, at: datetime, most: int = MOST) -> Seal | None:
    """Seal the next rows of the trail; None when there are none, or when another sealer is at it.

    Runs in SYS's scope; `at` is the server's own clock (`kernel.clock.server_now`).
    """
    with transaction.atomic():
        if not _is_alone():
            return None
        last = last_seal()
        for window in sealing_windows(last):
            rows = claimed(window, most)
            if rows:
                return _seal(last, window, rows, is_whole=len(rows) < most, at=at)
        return None


def _is_alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER_LOCK])
        return bool(cursor.fetchone()[0])


def _seal(last: Seal | None, window: Window, rows: Sequence[Claimed], *, is_whole: bool, at: datetime) -> Seal:
    by_tree = defaultdict[str, list[Claimed]](list)
    for row in rows:
        by_tree[row.tree].append(row)
    trees = _grown(by_tree)
    key = platform_key()
    seal = Seal(
        number=last.number + 1 if last else 1,
        epoch=window.epoch,
        cluster=window.cluster,
        horizon=window.until if is_whole else rows[-1].txid,
        after_relation="" if is_whole else rows[-1].relation,
        after_key="" if is_whole else rows[-1].key,
        sealed_at=at,
        root=top_root(newest_heads()),
        previous=body_of(last).hash if last else FIRST,
        public_key=key.public,
    )
    seal.signature = key.sign(body_of(seal).text)
    seal.save(force_insert=True)
    TreeHead.objects.bulk_create([_head(seal, tree, by_tree[tree.name]) for tree in trees])
    return seal


def _grown(by_tree: Mapping[str, Sequence[Claimed]]) -> list[SealTree]:
    """The trees with their new leaves, written back."""
    SealTree.objects.bulk_create([_new_tree(name, rows[0]) for name, rows in by_tree.items()], ignore_conflicts=True)
    trees = list(SealTree.objects.filter(name__in=by_tree).order_by("name"))
    for tree in trees:
        frontier = Frontier(tree.size, map(bytes.fromhex, tree.frontier))
        for row in by_tree[tree.name]:
            frontier.add(hash_of(row.line))
        tree.size, tree.root = frontier.size, frontier.root.hex()
        tree.frontier = [node.hex() for node in frontier.nodes]
    SealTree.objects.bulk_update(trees, ["size", "root", "frontier"])
    return trees


def _new_tree(name: str, row: Claimed) -> SealTree:
    is_of_pair = row.partnership_id is not None
    organisation = None if is_of_pair or name == PLATFORM else row.organisation_id
    return SealTree(name=name, partnership_id=row.partnership_id, organisation_id=organisation, root=FIRST)


def _head(seal: Seal, tree: SealTree, rows: Sequence[Claimed]) -> TreeHead:
    return TreeHead(
        id=f"{tree.name}/{seal.number}",
        seal=seal,
        tree=tree,
        partnership_id=tree.partnership_id,
        organisation_id=tree.organisation_id,
        size=tree.size,
        root=tree.root,
        entries="\n".join(row.line for row in rows),
    )
