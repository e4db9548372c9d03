"""The trail as the sealer and the verifier read it, through definer functions: only SYS gets rows."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from records.models import Seal

LAST_TRANSACTION = str(2**64 - 1)
FOREVER = "infinity"
PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Window:
    """Transaction numbers from `since` up to, not including, `until`, in one epoch; begun after the row `after`."""

    epoch: int
    cluster: str
    since: str
    until: str
    from_at: str
    until_at: str
    after_relation: str = ""
    after_key: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row of the trail and whose tree it goes into."""

    partnership_id: UUID | None
    organisation_id: UUID | None
    txid: str
    relation: str
    key: str
    line: str

    @property
    def tree(self) -> str:
        """The name of that tree."""
        if self.partnership_id is not None:
            return f"partnership:{self.partnership_id}"
        return f"company:{self.organisation_id}" if self.organisation_id is not None else PLATFORM


@dataclass(frozen=True, slots=True)
class TrailRow(Claimed):
    """The same with the leaf that stands in it and the text that it should be the hash of, as the row is now."""

    leaf: str
    text: str


class ForeignClusterError(RuntimeError):
    """The database was restored to another cluster and nobody has said so yet."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """Transaction numbers begin anew in a restored cluster."""

    number: int
    cluster: str
    from_at: str
    until_at: str


def epochs() -> list[Epoch]:
    """All of them, oldest first. Raises ForeignClusterError until `manage.py migrate` has begun the present one."""
    rows = _rows("SELECT number, cluster, started_at, is_here FROM facts_of_epochs()")
    if not rows or not rows[-1][3]:
        raise ForeignClusterError(
            "This database stands in another cluster than its seals were made in. Run `manage.py migrate`, which "
            "begins a new epoch of transaction numbers."
        )
    ends = [*(row[2] for row in rows[1:]), FOREVER]
    return [Epoch(row[0], row[1], row[2], end) for row, end in zip(rows, ends, strict=True)]


def sealing_windows(last: Seal | None) -> Iterator[Window]:
    """What no seal covers yet: the rest of each epoch since the last seal's, the present one up to the horizon.

    Whatever has a lower number than the oldest transaction still open is decided: it is there for good, or never
    will be. A number that is taken early and committed late is therefore never passed over.
    """
    all_epochs = epochs()
    for epoch in all_epochs:
        if last is not None and epoch.number < last.epoch:
            continue
        is_last = last is not None and epoch.number == last.epoch
        yield Window(
            epoch=epoch.number,
            cluster=epoch.cluster,
            since=str(last.horizon) if last is not None and is_last else "0",
            until=_horizon() if epoch is all_epochs[-1] else LAST_TRANSACTION,
            from_at=epoch.from_at,
            until_at=epoch.until_at,
            after_relation=last.after_relation if last is not None and is_last else "",
            after_key=last.after_key if last is not None and is_last else "",
        )


def claimed(window: Window, most: int) -> list[Claimed]:
    """The next rows of a window, in the order in which they are sealed."""
    rows = _rows(
        "SELECT partnership_id, organisation_id, txid::text, relation, key, line FROM claim_history("
        "%s::xid8, %s::xid8, %s::timestamptz, %s::timestamptz, %s, %s, %s)",
        [
            window.since, window.until, window.from_at, window.until_at,
            window.after_relation, window.after_key, most,
        ],
    )  # fmt: skip
    return [Claimed(*row) for row in rows]


def claimed_again(seal: Seal, before: Seal | None) -> list[Claimed]:
    """The rows that a seal is over, as they are now; `before` is the seal before it."""
    epoch = next((one for one in epochs() if one.number == seal.epoch), None)
    if epoch is None:
        return []
    is_same = before is not None and before.epoch == seal.epoch
    until = int(seal.horizon) + bool(seal.after_relation)
    window = Window(
        seal.epoch, seal.cluster, str(before.horizon) if before and is_same else "0", str(until),
        epoch.from_at, epoch.until_at,
        before.after_relation if before and is_same else "", before.after_key if before and is_same else "",
    )  # fmt: skip
    last = (str(seal.horizon), seal.after_relation, seal.after_key)
    rows = claimed(window, 10**9)
    return [
        row for row in rows if not seal.after_relation or row.txid != last[0] or (row.relation, row.key) <= last[1:]
    ]


def trail_rows(window: Window) -> list[TrailRow]:
    """All rows of a window with their texts."""
    rows = _rows(
        "SELECT partnership_id, organisation_id, txid::text, relation, key, line, encode(leaf, 'hex'), content "
        "FROM facts_of_history(%s::xid8, %s::xid8, %s::timestamptz, %s::timestamptz)",
        [window.since, window.until, window.from_at, window.until_at],
    )
    return [TrailRow(*row) for row in rows]


def rows_named(names: Collection[tuple[str, str]]) -> list[TrailRow]:
    """The rows with these (table, key)."""
    relations, keys = zip(*names, strict=True) if names else ((), ())
    rows = _rows(
        "SELECT partnership_id, organisation_id, txid::text, relation, key, line, encode(leaf, 'hex'), content "
        "FROM facts_of_rows(%s::text[], %s::text[])",
        [list(relations), list(keys)],
    )
    return [TrailRow(*row) for row in rows]


def records_unlike_history() -> list[tuple[str, str, str]]:
    """(table, record, `changed`, `missing` or `unrecorded`) of what is not as its newest history row says."""
    return _rows("SELECT relation, record, kind FROM find_unlike_history()")


_HORIZON = """
SELECT least(pg_current_xact_id_if_assigned(), coalesce((
    SELECT x FROM pg_snapshot_xip(s) x WHERE NOT EXISTS (
        SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock' AND l.transactionid = x::xid
          AND a.datid <> (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
    ORDER BY x LIMIT 1), pg_snapshot_xmax(s)))::text
FROM pg_current_snapshot() s
"""
"""The oldest transaction that is open in this database: one known to be of another database writes nothing here.

The asker's own counts too, which its own snapshot does not name: what it writes after the seal would never be sealed.
"""


def _horizon() -> str:
    return str(_rows(_HORIZON)[0][0])


def _rows(sql: str, values: list[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[Any] = cursor.fetchall()
    return rows
