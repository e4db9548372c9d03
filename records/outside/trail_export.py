"""Writing an export of the trail that anybody can check without us (docs/reference/trail-export.md)."""

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from django.db import connection

from records.merkle import export
from records.merkle.entries import Entry, hash_of
from records.merkle.heads import top_root, tree_leaf
from records.merkle.package import Chosen, is_history_text, state_of
from records.merkle.tree import Levels
from records.models import DayHead, SealTree, TreeHead
from records.outside.signing_keys import platform_key, trusted_keys
from records.queries.seals import as_text, body_of, day_body, last_seal, lines_of, newest_heads
from records.queries.trail import rows_named
from records.states import SEALER_LOCK

_AT_ONCE = 5_000
_BLOCK = 2**20


class NothingSealedError(RuntimeError):
    """The partnership has no sealed rows yet."""


@dataclass(frozen=True, slots=True)
class Extras:
    """What a larger package holds beside the proofs of single records."""

    tables: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Table of the trail → keys: of a history the records' own, of a table that is its own trail the rows'."""
    parts: Mapping[str, Callable[[], BinaryIO]] = field(default_factory=dict)
    """Path in the package → an opener of what stands there."""
    about: Mapping[str, object] = field(default_factory=dict)
    """What the manifest says of the package (docs/reference/trail-export.md)."""
    states: bool = False
    """Whether each record's newest state is written beside its history."""
    progress: Callable[[int], None] = lambda _percent: None


def write_export(
    target: BinaryIO,
    *,
    partnership_id: UUID,
    records: Collection[UUID],
    files: Mapping[str, Callable[[], BinaryIO]] | None = None,
    is_complete: bool = True,
    at: datetime,
    extras: Extras | None = None,
) -> dict[str, str]:
    """Write the package: all sealed rows of these records, with proofs. Returns its files with their SHA-256.

    `files`: openers by SHA-256; a row of the records has to name each. With `is_complete` every line of the
    partnership's tree comes along (ids, times and hashes, no content), so that a missing row can be noticed.
    Runs in SYS's scope inside a transaction; whoever asks has been found entitled to these records before.
    Raises NothingSealedError.
    """
    more = extras or Extras()
    name = f"partnership:{partnership_id}"
    with connection.cursor() as cursor:  # the sealer waits: all that follows is of one moment
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    lines = lines_of(TreeHead.objects.filter(tree_id=name).order_by("seal_id"))
    if not lines:
        raise NothingSealedError(f"Nothing of {name} is sealed yet.")
    levels = Levels([hash_of(line) for line in lines])
    chosen = Chosen(frozenset(map(str, records)), {table: frozenset(keys) for table, keys in more.tables.items()})
    with Package(target) as package:
        package.put(export.SEAL, [_seal()])
        package.put(export.HEAD, [_json(_head(name))])
        newest = dict[tuple[str, str], str]()
        package.put(export.ROWS, _noted(_rows(lines, levels, chosen), newest, more.progress))
        if is_complete:
            package.put(export.LEAVES, ["\n".join(lines).encode()])
        package.put(export.DAYS, _lines(_days(partnership_id)))
        if more.states:
            _put_states(package, newest)
        for digest, opener in (files or {}).items():
            package.put(export.FILES + digest, _chunks(opener))
        for path, opener in more.parts.items():
            package.put(path, _chunks(opener))
        manifest = {
            "format": export.FORMAT,
            "made_at": as_text(at),
            "tree": name,
            "records": sorted(chosen.records),
            "public_keys": list(trusted_keys()),
            "files": package.listed,
        }
        if more.about:
            manifest |= {"tables": {table: sorted(keys) for table, keys in chosen.tables.items()}, "about": more.about}
        package.sign(_json(manifest))
    return package.listed


class Package:
    """A ZIP file that is written member by member, never whole in memory; what stands in it is listed and signed."""

    def __init__(self, target: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.listed: dict[str, str] = {}

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self.zip.close()

    def put(self, path: str, chunks: Iterable[bytes]) -> None:
        digest = sha256()
        with self.zip.open(path, "w", force_zip64=True) as member:
            for chunk in chunks:
                digest.update(chunk)
                member.write(chunk)
        self.listed[path] = digest.hexdigest()

    def sign(self, manifest: bytes) -> None:
        self.zip.writestr(export.MANIFEST, manifest)
        self.zip.writestr(export.SIGNATURE, platform_key().sign(manifest))


def _chunks(opener: Callable[[], BinaryIO]) -> Iterator[bytes]:
    with opener() as file:
        while chunk := file.read(_BLOCK):
            yield chunk


def _noted(
    rows: Iterable[dict[str, object]], newest: dict[tuple[str, str], str], progress: Callable[[int], None]
) -> Iterator[bytes]:
    """The rows as lines; on the way each record's newest row of history is noted, by its key alone."""
    for count, row in enumerate(rows, 1):
        entry = Entry.of(str(row["line"]))
        if is_history_text(str(row["text"])):
            place = (entry.relation, entry.record)
            newest[place] = max(newest.get(place, entry.key), entry.key, key=int)
        if count % _AT_ONCE == 0:
            progress(count)
        yield _json(row) + b"\n"


def _put_states(package: Package, newest: Mapping[tuple[str, str], str]) -> None:
    """`states/<table>.ndjson`: each record as its newest sealed row of history says, in the order of their keys."""
    by_table = defaultdict[str, list[tuple[str, str]]](list)
    for (relation, record), key in newest.items():
        by_table[relation].append((record, key))
    for relation in sorted(by_table):
        package.put(f"{export.STATES}{relation}.ndjson", _states(relation, sorted(by_table[relation])))


def _states(relation: str, keys: list[tuple[str, str]]) -> Iterator[bytes]:
    for start in range(0, len(keys), _AT_ONCE):
        portion = keys[start : start + _AT_ONCE]
        texts = {row.key: row.text for row in rows_named([(relation, key) for _, key in portion])}
        for record, key in portion:
            state = state_of(texts[key])
            if state is not None:
                yield _json({"record": record, "key": key, "row": state}) + b"\n"


def _seal() -> bytes:
    seal = last_seal()
    if seal is None:
        raise NothingSealedError("Nothing is sealed yet.")
    return _json({"body": asdict(body_of(seal)), "signature": seal.signature})


def _head(name: str) -> dict[str, object]:
    heads = sorted(newest_heads())
    seal, tree = last_seal(), SealTree.objects.get(name=name)
    if seal is None or top_root(heads) != seal.root:
        raise RuntimeError("The trees do not stand where the last seal says; run `manage.py verify`.")
    index = [head[0] for head in heads].index(name)
    path = Levels([tree_leaf(*head) for head in heads]).path(index)
    proof = {"index": index, "of": len(heads), "path": [node.hex() for node in path]}
    return {"tree": name, "size": tree.size, "root": tree.root, **proof}


def _rows(lines: list[str], levels: Levels, chosen: Chosen) -> Iterator[dict[str, object]]:
    wanted = [(index, entry) for index, line in enumerate(lines) if chosen.holds(entry := Entry.of(line))]
    for start in range(0, len(wanted), _AT_ONCE):
        portion = wanted[start : start + _AT_ONCE]
        texts = {(row.relation, row.key): row.text for row in rows_named([(e.relation, e.key) for _, e in portion])}
        for index, entry in portion:
            path = [node.hex() for node in levels.path(index)]
            text = texts.get((entry.relation, entry.key), "")
            yield {"index": index, "line": entry.line, "text": text, "path": path}


def _days(partnership_id: UUID) -> Iterator[dict[str, object]]:
    heads = DayHead.objects.filter(partnership_id=partnership_id).select_related("countersignature")
    for head in heads.order_by("day", "pk"):
        other = getattr(head, "countersignature", None)
        yield {
            "body": asdict(day_body(head)),
            "signature": head.signature,
            "countersignature": other
            and {
                "company": str(other.company_id),
                "held": other.held,
                "public_key": other.public_key,
                "signature": other.signature,
                "signed_at": as_text(other.signed_at),
            },
        }


def _lines(values: Iterable[Mapping[str, object]]) -> Iterator[bytes]:
    return (_json(value) + b"\n" for value in values)


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
