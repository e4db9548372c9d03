"""Rows of the trail against the lines that were sealed of them, and records against their newest history row."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from records.merkle.entries import Entry, leaf_of
from records.models import Seal, TreeHead
from records.outside.verification.findings import Finding, Wrong
from records.queries.seals import lines_of
from records.queries.trail import (
    LAST_TRANSACTION,
    TrailRow,
    Window,
    records_unlike_history,
    rows_named,
    sealing_windows,
    trail_rows,
)

Name = tuple[str, str]
"""(table, key)."""
AT_ONCE = 8_000_000
"""Letters of lines that are compared in one go: a seal each would ask a hundred tables a million times."""


class RowCheck:
    """Compares in portions; what finds no partner in its portion is looked for once more at the end."""

    def __init__(self, known: Mapping[str, list[str]]) -> None:
        self.known = known
        """Lines of heads that were altered, by the head's id."""
        self.unmatched_lines = dict[Name, str]()
        self.unmatched_rows = dict[Name, TrailRow]()
        self.rows = 0

    def check(self, window: Window, heads: Iterable[TreeHead]) -> Iterator[Finding]:
        """The rows of a window, and the heads of the seals that cover it."""
        lines = {_name(line): line for head in heads for line in self.known.get(head.id) or lines_of([head])}
        for row in trail_rows(window):
            self.rows += 1
            name = (row.relation, row.key)
            if name in lines:
                yield from _compared(row, lines.pop(name))
            else:
                self.unmatched_rows[name] = row
        self.unmatched_lines |= lines

    def check_unsealed(self, last: Seal | None) -> Iterator[Finding]:
        """Rows after the last seal: each is still what the database wrote."""
        for window in sealing_windows(last):
            for row in trail_rows(replace(window, until=LAST_TRANSACTION)):
                self.rows += 1
                name = (row.relation, row.key)
                if name in self.unmatched_lines:
                    self.unmatched_rows[name] = row
                elif leaf_of(row.text) != row.leaf:
                    yield _altered(row)

    def check_unmatched(self) -> Iterator[Finding]:
        """A row that left its window was altered; one that is nowhere was taken away; one without a line slipped in."""
        lost = self.unmatched_lines.keys() - self.unmatched_rows.keys()
        elsewhere = {(row.relation, row.key): row for row in rows_named([n for n in lost if _is_key(n)])}
        for name, line in self.unmatched_lines.items():
            row = self.unmatched_rows.pop(name, None) or elsewhere.get(name)
            if row is None:
                yield Finding(*name, Wrong.MISSING, "It was sealed and is no longer there.")
            else:
                yield from _compared(row, line)
        for name in self.unmatched_rows:
            yield Finding(*name, Wrong.INSERTED, "It stands among rows that were sealed, and was not sealed with them.")


def portions(seals: Sequence[Seal], sizes: Mapping[int, int], doubted: Collection[int]) -> Iterator[list[Seal]]:
    """Consecutive seals of one epoch with some ten thousand lines together; each ends with a seal that is sound."""
    portion, letters, epoch = list[Seal](), 0, 0
    for seal in seals:
        is_sound = seal.number not in doubted
        is_other_epoch = is_sound and epoch not in {0, seal.epoch}
        if portion and portion[-1].number not in doubted and (letters >= AT_ONCE or is_other_epoch):
            yield portion
            portion, letters, epoch = [], 0, 0
        portion.append(seal)
        letters += sizes.get(seal.number, 0)
        epoch = seal.epoch if is_sound else epoch
    if portion:
        yield portion


def check_records() -> Iterator[Finding]:
    """Records that somebody changed, made or took away without the triggers that write history."""
    words = {
        "changed": (Wrong.ALTERED, "It is not what its newest history row says."),
        "missing": (Wrong.MISSING, "Its history does not end with a deletion, and it is not there."),
        "unrecorded": (Wrong.UNRECORDED, "It stands there without history."),
    }
    for relation, record, kind in records_unlike_history():
        yield Finding(relation, record, *words[kind])


def _compared(row: TrailRow, line: str) -> Iterator[Finding]:
    if row.line != line or leaf_of(row.text) != row.leaf:
        yield _altered(row)


def _altered(row: TrailRow) -> Finding:
    return Finding(row.relation, row.key, Wrong.ALTERED, "It is not what was written and sealed.")


def _name(line: str) -> Name:
    """Of a line that somebody altered, as much as it still says: the head that it stands in is named besides."""
    try:
        entry = Entry.of(line)
    except ValueError:
        parts = [*line.split(" "), "", ""]
        return parts[0], parts[1]
    return entry.relation, entry.key


def _is_key(name: Name) -> bool:
    """Whether a key can be looked up at all."""
    return name[1].isascii() and (name[1].isdigit() or len(name[1]) == len("00000000-0000-0000-0000-000000000000"))
