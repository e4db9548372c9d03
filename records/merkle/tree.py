"""The Merkle tree of RFC 6962 §2.1: roots, proofs of inclusion and of consistency, and the frontier to grow it by."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees of a tree, largest first: all that adding leaves needs, whatever its size."""

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size, self.nodes = size, list(nodes)
        if len(self.nodes) != size.bit_count():
            raise ValueError(f"A tree of {size} leaves has {size.bit_count()} full subtrees, not {len(self.nodes)}.")

    def add(self, leaf: bytes) -> None:
        """Add the hash of one leaf."""
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self.nodes.pop(), node)
            size >>= 1
        self.nodes.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The tree's root."""
        if not self.nodes:
            return EMPTY_ROOT
        node = self.nodes[-1]
        for left in reversed(self.nodes[:-1]):
            node = node_hash(left, node)
        return node


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of one leaf, from the leaf upward (RFC 6962 §2.1.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"A tree of {len(leaves)} leaves has no leaf {index}.")
    return Levels(leaves).path(index)


class Levels:
    """All nodes of one tree, level by level: for many proofs of it."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.size = len(leaves)
        self.rows = [list(leaves)]
        while len(self.rows[-1]) > 1:
            below = self.rows[-1]
            above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
            if len(below) % 2:
                above.append(below[-1])  # promoted as it is: the tree of RFC 6962 is unbalanced on the right
            self.rows.append(above)

    @property
    def root(self) -> bytes:
        """The tree's root."""
        return self.rows[-1][0] if self.size else EMPTY_ROOT

    def path(self, index: int) -> list[bytes]:
        """The audit path of leaf `index`."""
        found = []
        for row in self.rows[:-1]:
            sibling = index ^ 1
            if sibling < len(row):
                found.append(row[sibling])
            index >>= 1
        return found


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an audit path leads to; None when the path has not the length that it must have."""
    if not 0 <= index < size:
        return None
    node, last, rest = leaf, size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            node = node_hash(rest.pop(0), node) if index & 1 else node_hash(node, rest.pop(0))
        index, last = index >> 1, last >> 1
    return node if not rest else None


def consistency_proof(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """That the first `old` leaves are what they were (RFC 6962 §2.1.2); empty for an empty or equal tree."""
    if not 0 <= old <= len(leaves):
        raise IndexError(f"A tree of {len(leaves)} leaves never had {old}.")
    return [] if old in {0, len(leaves)} else _subproof(leaves, old, is_whole=True)


def _subproof(leaves: Sequence[bytes], old: int, *, is_whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if old <= half:
        return [*_subproof(leaves[:half], old, is_whole=is_whole), root_of(leaves[half:])]
    return [*_subproof(leaves[half:], old - half, is_whole=False), root_of(leaves[:half])]


def is_consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `new_size` leaves begins with the tree of `old_size` (RFC 9162 §2.1.4.2)."""
    if old_size > new_size:
        return False
    if old_size in {0, new_size}:
        return not proof and (old_root == new_root if old_size else old_root == EMPTY_ROOT)
    path = list(proof)
    if old_size.bit_count() == 1:
        path.insert(0, old_root)
    if not path:
        return False
    inner, last = old_size - 1, new_size - 1
    while inner & 1:
        inner, last = inner >> 1, last >> 1
    former = newer = path.pop(0)
    for node in path:
        if last == 0:
            return False
        if inner & 1 or inner == last:
            former, newer = node_hash(node, former), node_hash(node, newer)
            while inner and not inner & 1:
                inner, last = inner >> 1, last >> 1
        else:
            newer = node_hash(newer, node)
        inner, last = inner >> 1, last >> 1
    return last == 0 and former == old_root and newer == new_root
