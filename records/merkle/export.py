"""Checking an export of the trail by itself: no database, no account, the standard library alone.

The format is docs/reference/trail-export.md. `Export.read` gives the bytes of one of its files.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from records.merkle import package
from records.merkle.ed25519 import is_signed
from records.merkle.entries import Entry, hash_of, leaf_of
from records.merkle.heads import FIRST, DayBody, SealBody, tree_leaf
from records.merkle.tree import Frontier, root_from_path, root_of

FORMAT = "oversight-trail-1"
MANIFEST, SIGNATURE, SEAL, HEAD, ROWS, LEAVES, DAYS = (
    "manifest.json", "manifest.sig", "seal.json", "head.json", "rows.ndjson", "leaves.txt", "days.ndjson",
)  # fmt: skip
_HEX = re.compile("[0-9a-f]{128}")
FILES, STATES = "files/", "states/"


@dataclass(frozen=True, slots=True)
class Export:
    """The names in a package, and how to read one."""

    names: Collection[str]
    read: Callable[[str], bytes]


@dataclass
class Verdict:
    """What is wrong, in sentences; what was looked at."""

    problems: list[str] = field(default_factory=list)
    rows: int = 0
    leaves: int = 0
    days: int = 0
    countersigned: int = 0
    files: int = 0
    parts: int = 0
    """Records whose newest state was worked out again, and dossiers that were read."""
    sealed_at: str = ""
    is_complete: bool = False

    @property
    def is_good(self) -> bool:
        return not self.problems


def check_export(export: Export, keys: Collection[str]) -> Verdict:
    """Whether the package is whole, its rows are those that were sealed, and none is missing.

    `keys`: the platform's public keys in hexadecimal, from a source that the reader trusts.
    """
    verdict = Verdict()
    try:
        manifest = json.loads(export.read(MANIFEST))
        verdict.problems += check_members(export, manifest, keys)
        _contents(export, manifest, keys, verdict)
    except (KeyError, ValueError, TypeError) as problem:
        verdict.problems.append(f"The package cannot be read: {type(problem).__name__}: {problem}")
    return verdict


def check_members(export: Export, manifest: dict[str, Any], keys: Collection[str]) -> Iterator[str]:
    """Whether the files are those that the platform signed for, each by its name; the first thing that is checked."""
    if manifest["format"] != FORMAT:
        yield f"The package is of the format {manifest['format']}, not {FORMAT}."
    if not _signed(keys, export.read(MANIFEST), export.read(SIGNATURE).decode("ascii", "replace")):
        yield "manifest.json is not signed by a key of the platform."
    listed: dict[str, str] = manifest["files"]
    for name in sorted(listed.keys() | (set(export.names) - {MANIFEST, SIGNATURE})):
        if name not in listed:
            yield f"{name} is not listed in the manifest: it was slipped in."
        elif name not in export.names:
            yield f"{name} is missing."
        elif sha256(export.read(name)).hexdigest() != listed[name]:
            yield f"{name} was altered."


def _contents(export: Export, manifest: dict[str, Any], keys: Collection[str], verdict: Verdict) -> None:
    head = json.loads(export.read(HEAD))
    verdict.problems += _seal(json.loads(export.read(SEAL)), head, keys, verdict)
    rows = [json.loads(line) for line in export.read(ROWS).splitlines()]
    for row in rows:
        verdict.problems += _row(row, head)
    verdict.rows = len(rows)
    verdict.problems += package.check(export, manifest, rows, verdict)
    if LEAVES in export.names:
        leaves = export.read(LEAVES).decode().split("\n")
        verdict.is_complete, verdict.leaves = True, len(leaves)
        verdict.problems += _leaves(leaves, head, rows, package.Chosen.of(manifest))
    else:
        leaves = []
    days = [json.loads(line) for line in export.read(DAYS).splitlines()]
    verdict.problems += _days(days, keys, leaves, verdict)
    verdict.problems += _files(export, rows, verdict)


def _seal(seal: dict[str, Any], head: dict[str, Any], keys: Collection[str], verdict: Verdict) -> Iterator[str]:
    body = SealBody(**seal["body"])
    verdict.sealed_at = body.sealed_at
    if body.public_key not in keys or not _signed([body.public_key], body.text, seal["signature"]):
        yield f"Seal {body.number} is not signed by a key of the platform."
    leaf = tree_leaf(head["tree"], head["size"], head["root"])
    root = root_from_path(leaf, head["index"], head["of"], [bytes.fromhex(node) for node in head["path"]])
    if root is None or root.hex() != body.root:
        yield f"The head of {head['tree']} is not under seal {body.number}."


def _row(row: dict[str, Any], head: dict[str, Any]) -> Iterator[str]:
    entry = Entry.of(row["line"])
    name = f"{entry.relation} {entry.key}"
    path = [bytes.fromhex(node) for node in row["path"]]
    root = root_from_path(entry.hash, row["index"], head["size"], path)
    if root is None or root.hex() != head["root"]:
        yield f"{name}: the line is not in the tree at place {row['index']}."
    if leaf_of(row["text"]) != entry.leaf:
        yield f"{name}: the content is not the one that was sealed."


def _leaves(
    leaves: Sequence[str], head: dict[str, Any], rows: Sequence[dict[str, Any]], chosen: package.Chosen
) -> Iterator[str]:
    """With every line of the tree at hand, what is missing is known too."""
    if len(leaves) != head["size"] or root_of(hash_of(line) for line in leaves).hex() != head["root"]:
        yield "leaves.txt is not the whole tree in its order."
        return
    given = {row["index"] for row in rows}
    for index, line in enumerate(leaves):
        entry = Entry.of(line)
        if chosen.holds(entry) and index not in given:
            yield f"{entry.relation} {entry.key}: a row of record {entry.record} is missing."


def _days(
    days: Sequence[dict[str, Any]], keys: Collection[str], leaves: Sequence[str], verdict: Verdict
) -> Iterator[str]:
    before = dict[str, str]()
    prefix = _Prefix(leaves)
    for day in sorted(days, key=lambda one: str(one["body"]["day"])):
        body = DayBody(**day["body"])
        name = f"The day {body.day} of company {body.company}"
        if body.public_key not in keys or not _signed([body.public_key], body.text, day["signature"]):
            yield f"{name} is not signed by a key of the platform."
        if body.previous != before.get(body.company, FIRST):
            yield f"{name} does not follow the day before it."
        before[body.company] = body.hash
        verdict.days += 1
        other = day["countersignature"]
        if other is not None:
            verdict.countersigned += 1
            if not _signed([other["public_key"]], body.text, other["signature"]):
                yield f"{name} has a countersignature that is not of this text."
        if leaves and not prefix.holds(body):
            yield f"{name} says something else than the tree."


class _Prefix:
    """The tree as it stood when a day was closed; days come in their order, so each leaf is added once."""

    def __init__(self, leaves: Sequence[str]) -> None:
        self.leaves, self.frontier = leaves, Frontier()

    def holds(self, body: DayBody) -> bool:
        """Whether the tree then was the beginning of the tree now, and the company's rows are those of the head."""
        if not self.frontier.size <= body.tree_size <= len(self.leaves):
            return False
        while self.frontier.size < body.tree_size:
            self.frontier.add(hash_of(self.leaves[self.frontier.size]))
        acted = [line for line in self.leaves[: body.tree_size] if Entry.of(line).acted_for == body.company]
        root = root_of(hash_of(line) for line in acted[len(acted) - body.rows :]).hex()
        return self.frontier.root.hex() == body.tree_root and len(acted) >= body.rows and root == body.root


def _files(export: Export, rows: Sequence[dict[str, Any]], verdict: Verdict) -> Iterator[str]:
    """A file belongs to the package by a row that names its SHA-256."""
    named = {value for row in rows for value in _hashes(json.loads(row["text"]))}
    for name in sorted(export.names):
        if name.startswith(FILES):
            verdict.files += 1
            digest = sha256(export.read(name)).hexdigest()
            if name.removeprefix(FILES) != digest or digest not in named:
                yield f"{name}: no row of the package names this file."


def _hashes(text: dict[str, Any]) -> Iterator[str]:
    content = text.get("row", text)
    yield from (value for value in content.values() if isinstance(value, str) and len(value) == len(FIRST))


def _signed(keys: Collection[str], text: bytes, signature: str) -> bool:
    """Figures in lower case alone: another way to write the same signature is another file."""
    if not _HEX.fullmatch(signature):
        return False
    try:
        return any(is_signed(bytes.fromhex(key), text, bytes.fromhex(signature)) for key in keys)
    except ValueError:
        return False
