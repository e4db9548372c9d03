"""What is signed: the seal over all trees, and the head of a company's day. Each has one text and one hash."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

from records.merkle.tree import leaf_hash, root_of

FIRST = "0" * 64
"""What the first of a chain names as the one before it."""


def canonical(values: Mapping[str, object]) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class SealBody:
    """What a seal's signature covers."""

    number: int
    epoch: int
    cluster: str
    horizon: str
    after_relation: str
    after_key: str
    sealed_at: str
    root: str
    previous: str
    public_key: str

    @property
    def text(self) -> bytes:
        return canonical({"format": "oversight-seal-1", **asdict(self)})

    @property
    def hash(self) -> str:
        return sha256(self.text).hexdigest()


@dataclass(frozen=True, slots=True)
class DayBody:
    """What the platform and the other company sign of a company's day."""

    partnership: str
    company: str
    day: str
    last_seal: int
    tree_size: int
    tree_root: str
    rows: int
    root: str
    previous: str
    closed_at: str
    public_key: str

    @property
    def text(self) -> bytes:
        return canonical({"format": "oversight-day-1", **asdict(self)})

    @property
    def hash(self) -> str:
        return sha256(self.text).hexdigest()


def tree_leaf(tree: str, size: int, root: str) -> bytes:
    """The leaf that stands for one tree in the seal's own tree."""
    return leaf_hash(f"{tree} {size} {root}".encode())


def top_root(heads: Iterable[tuple[str, int, str]]) -> str:
    """The seal's root: over the newest (tree, size, root) of every tree, in the order of the trees' ids."""
    return root_of(tree_leaf(*head) for head in sorted(heads)).hex()
