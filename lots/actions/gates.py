"""The block in which facts about lots may change: gates locked in key order, shut, settled on leaving (ADR 0004).

Forget to open it and an architecture test and the races find out; forget to settle and the gate stays shut.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from kernel import events
from lots.events import LotFactsChanged
from lots.models import LotGate

_touched: ContextVar[set[UUID] | None] = ContextVar("gates_touched", default=None)


@contextmanager
def changing(lot_ids: Iterable[UUID]) -> Iterator[None]:
    """Lock and shut the gates of these lots, first thing; settle them when the outermost block is left.

    Must run inside a transaction. Derived lots are computed before it opens. Lock order: partnership →
    agreement and master rows → gates by key → the rest (a plain `UPDATE … = ANY` deadlocked when tried).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("changing() needs an open transaction")
    ids = sorted(set(lot_ids))
    outer = _touched.get()
    with transaction.atomic():
        _shut(ids)
        if outer is not None:
            outer.update(ids)
            yield
            return
        touched = set(ids)
        token = _touched.set(touched)
        try:
            yield
        finally:
            _touched.reset(token)
        events.publish(LotFactsChanged(tuple(sorted(touched))))


def _shut(ids: list[UUID]) -> None:
    gates = LotGate.objects.filter(lot_id__in=ids)
    list(gates.order_by("lot_id").select_for_update(no_key=True).values_list("lot_id", flat=True))
    gates.update(ok=False, settled=False, version=F("version") + 1)


def touch(lot_ids: Iterable[UUID]) -> None:
    """Open and leave the block at once: for facts that change by time alone."""
    with changing(lot_ids):
        pass
