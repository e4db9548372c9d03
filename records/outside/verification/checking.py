"""The whole check, in one read of the database as it stood at one moment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import Sum
from django.db.models.functions import Length

from records.models import Seal, TreeHead
from records.outside.signing_keys import trusted_keys
from records.outside.verification.chain import check_chain
from records.outside.verification.days import Doubted, check_countersignatures, check_days, check_stamps
from records.outside.verification.findings import Finding
from records.outside.verification.rows import RowCheck, check_records, portions
from records.outside.verification.trees import HEADS, TreeCheck
from records.queries.trail import Window, epochs


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what was found."""

    findings: tuple[Finding, ...]
    rows: int
    seals: int

    @property
    def is_good(self) -> bool:
        return not self.findings

    def with_more(self, findings: Iterator[Finding]) -> Self:
        """The same with what another check found."""
        return type(self)(tuple(sorted({*self.findings, *findings})), self.rows, self.seals)


def verify_trail() -> Checked:
    """Compare the trail with its seals, and every record with its newest history row.

    Runs in SYS's scope, inside a REPEATABLE READ transaction where others write meanwhile. Says nothing of files.
    """
    trusted, seals = trusted_keys(), list(Seal.objects.order_by("number"))
    chain = list(check_chain(seals, trusted))
    doubted = frozenset(int(finding.key) for finding in chain)
    trees = TreeCheck()
    heads = TreeHead.objects.order_by("seal_id", "tree_id").iterator(chunk_size=200)
    findings = {*chain, *trees.check({seal.number: seal for seal in seals}, heads, doubted)}
    rows = RowCheck(trees.lines)
    findings |= {*_rows(rows, seals, doubted), *check_records()}
    rest = Doubted(doubted, frozenset(finding.key for finding in findings if finding.place == HEADS))
    findings |= {*check_days(trusted, rest), *check_countersignatures(), *check_stamps(rest)}
    return Checked(tuple(sorted(findings)), rows.rows, len(seals))


def _rows(check: RowCheck, seals: Sequence[Seal], doubted: Collection[int]) -> Iterator[Finding]:
    sizes = dict(TreeHead.objects.values_list("seal_id").annotate(letters=Sum(Length("entries"))))
    moments = {epoch.number: epoch for epoch in epochs()}
    before, last = (0, "0"), None
    for portion in portions(seals, sizes, doubted):
        last = portion[-1]
        number = next((s.epoch for s in portion if s.number not in doubted and s.epoch in moments), max(moments))
        epoch, since = moments[number], before[1] if before[0] == number else "0"
        window = Window(number, epoch.cluster, since, str(last.horizon), epoch.from_at, epoch.until_at)
        yield from check.check(window, TreeHead.objects.filter(seal_id__in=[s.number for s in portion]))
        before = (number, str(last.horizon))
    yield from check.check_unsealed(last)
    yield from check.check_unmatched()


__all__ = ["Checked", "verify_trail"]
