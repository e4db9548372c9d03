"""Heads: the lines of each give the root that stands in it, and the seal's root is over all of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby

from records.merkle.entries import hash_of
from records.merkle.heads import top_root
from records.merkle.tree import Frontier
from records.models import Seal, SealTree, TreeHead
from records.outside.verification.findings import Finding, Wrong
from records.queries.trail import PLATFORM, claimed_again

HEADS, TREES = "records_treehead", "records_sealtree"
_NO_ROOT = "The lines in it do not give its root."


class TreeCheck:
    """Grows every tree again, head by head."""

    def __init__(self) -> None:
        self.frontiers = dict[str, Frontier]()
        self.former = dict[str, Frontier]()
        self.newest = dict[str, tuple[str, int, str]]()
        self.lines = dict[str, list[str]]()
        """Of heads whose own lines were altered: what they said."""
        self.broken = set[str]()
        """Trees in which a head could not be worked out: what follows it cannot be either."""
        self.is_lost = False
        """Whether a whole head is missing, so that no root of a seal can be worked out any more."""

    def check(
        self, seals: Mapping[int, Seal], heads: Iterable[TreeHead], doubted: Collection[int]
    ) -> Iterator[Finding]:
        """`heads` in the order of their seals; `doubted` seals are broken themselves, and decide nothing here."""
        seen = set[int]()
        for number, of_seal in groupby(heads, key=lambda head: head.seal_id):
            seen.add(number)
            added = list(of_seal)
            yield from (finding for head in added for finding in self._named(head))
            wrong = {head.tree_id: self._computed(head) for head in added if not self._grows(head)}
            if wrong and number not in doubted:
                rewritten = self._rewritten(seals, number, [head for head in added if head.tree_id in wrong])
                yield from (Finding(HEADS, f"{name}/{number}", Wrong.ALTERED, _NO_ROOT) for name in rewritten)
                wrong = {name: figures for name, figures in wrong.items() if name not in rewritten}
            stored = self.newest | {head.tree_id: (head.tree_id, head.size, head.root) for head in added}
            worked_out = stored | {name: (name, *figures) for name, figures in wrong.items()}
            root = seals[number].root
            is_columns = bool(wrong) and number not in doubted and root == top_root(worked_out.values())
            self.newest = worked_out if is_columns else stored
            yield from (Finding(HEADS, f"{name}/{number}", Wrong.ALTERED, _NO_ROOT) for name in wrong)
            self.broken |= set() if is_columns else wrong.keys()
            if not wrong and not self.is_lost and number not in doubted and root != top_root(stored.values()):
                self.is_lost = True  # every later root is over that head as well
                yield Finding(HEADS, f"*/{number}", Wrong.MISSING, "The seal's root is over a head that is not there.")
        for number in sorted(seals.keys() - seen):
            yield Finding(HEADS, f"*/{number}", Wrong.MISSING, "The seal has no heads.")
        yield from self._trees()

    def _named(self, head: TreeHead) -> Iterator[Finding]:
        if head.id != f"{head.tree_id}/{head.seal_id}" or head.tree_id != tree_name(head):
            yield Finding(HEADS, head.id, Wrong.ALTERED, "It names another tree or seal than it belongs to.")

    def _grows(self, head: TreeHead) -> bool:
        """Add the head's lines; whether they give the root that stands in it, as far as that can be said."""
        frontier = self.frontiers.setdefault(head.tree_id, Frontier())
        self.former[head.tree_id] = Frontier(frontier.size, frontier.nodes)
        for line in head.entries.split("\n"):
            frontier.add(hash_of(line))
        return head.tree_id in self.broken or self._computed(head) == (head.size, head.root)

    def _rewritten(self, seals: Mapping[int, Seal], number: int, heads: Iterable[TreeHead]) -> set[str]:
        """Trees whose head gives its root again with lines made anew from the rows: its own lines were altered."""
        rows = claimed_again(seals[number], seals.get(number - 1))
        found = set[str]()
        for head in heads:
            lines = [row.line for row in rows if row.tree == head.tree_id]
            frontier = Frontier(self.former[head.tree_id].size, self.former[head.tree_id].nodes)
            for line in lines:
                frontier.add(hash_of(line))
            if (frontier.size, frontier.root.hex()) == (head.size, head.root):
                self.frontiers[head.tree_id] = frontier
                self.lines[head.id] = lines
                found.add(head.tree_id)
        return found

    def _computed(self, head: TreeHead) -> tuple[int, str]:
        frontier = self.frontiers[head.tree_id]
        return frontier.size, frontier.root.hex()

    def _trees(self) -> Iterator[Finding]:
        trees = {tree.name: tree for tree in SealTree.objects.all()}
        for name in self.newest.keys() - trees.keys():
            yield Finding(TREES, name, Wrong.MISSING, "The tree has heads and no row of its own.")
        for name, tree in trees.items():
            frontier = self.frontiers.get(name, Frontier())
            nodes = [node.hex() for node in frontier.nodes]
            stands = (tree.name, tree.size, tree.root)
            is_same = name in self.broken or (stands == self.newest.get(name) and tree.frontier == nodes)
            if not is_same or tree_name(tree) != name:
                yield Finding(TREES, name, Wrong.ALTERED, "It does not stand where its last head says.")


def tree_name(row: TreeHead | SealTree) -> str:
    """The name of the tree of a row's owner."""
    if row.partnership_id is not None:
        return f"partnership:{row.partnership_id}"
    return f"company:{row.organisation_id}" if row.organisation_id is not None else PLATFORM
