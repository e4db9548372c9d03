"""Writing an export of the trail that anybody can check without us (docs/reference/trail-export.md)."""

import json
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import BinaryIO
from uuid import UUID

from django.db import connection

from records.merkle import export
from records.merkle.entries import Entry, hash_of
from records.merkle.heads import top_root, tree_leaf
from records.merkle.tree import Levels
from records.models import DayHead, SealTree, TreeHead
from records.outside.signing_keys import platform_key, trusted_keys
from records.queries.seals import as_text, body_of, day_body, last_seal, lines_of, newest_heads
from records.queries.trail import rows_named
from records.states import SEALER_LOCK

_AT_ONCE = 5_000


class NothingSealedError(RuntimeError):
    """The partnership has no sealed rows yet."""


def write_export(
    target: BinaryIO,
    *,
    partnership_id: UUID,
    records: Collection[UUID],
    files: Mapping[str, BinaryIO] | None = None,
    is_complete: bool = True,
    at: datetime,
) -> dict[str, str]:
    """Write the package: all sealed rows of these records, with proofs. Returns its files with their SHA-256.

    `files`: open files by SHA-256; a row of the records has to name each. With `is_complete` every line of the
    partnership's tree comes along (ids, times and hashes, no content), so that a missing row can be noticed.
    Runs in SYS's scope inside a transaction; whoever asks has been found entitled to these records before.
    Raises NothingSealedError.
    """
    name = f"partnership:{partnership_id}"
    with connection.cursor() as cursor:  # the sealer waits: all that follows is of one moment
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])
    lines = lines_of(TreeHead.objects.filter(tree_id=name).order_by("seal_id"))
    if not lines:
        raise NothingSealedError(f"Nothing of {name} is sealed yet.")
    levels, listed = Levels([hash_of(line) for line in lines]), dict[str, str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:

        def put(path: str, content: bytes) -> None:
            package.writestr(path, content)
            listed[path] = sha256(content).hexdigest()

        put(export.SEAL, _seal())
        put(export.HEAD, _json(_head(name)))
        put(export.ROWS, _lines(_rows(lines, levels, {str(record) for record in records})))
        if is_complete:
            put(export.LEAVES, "\n".join(lines).encode())
        put(export.DAYS, _lines(_days(partnership_id)))
        for digest, file in (files or {}).items():
            put(export.FILES + digest, file.read())
        manifest = _json(
            {
                "format": export.FORMAT,
                "made_at": as_text(at),
                "tree": name,
                "records": sorted(str(record) for record in records),
                "public_keys": list(trusted_keys()),
                "files": listed,
            }
        )
        package.writestr(export.MANIFEST, manifest)
        package.writestr(export.SIGNATURE, platform_key().sign(manifest))
    return listed


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


def _rows(lines: list[str], levels: Levels, records: set[str]) -> Iterator[dict[str, object]]:
    wanted = [(index, entry) for index, line in enumerate(lines) if (entry := Entry.of(line)).record in records]
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


def _lines(values: Iterable[Mapping[str, object]]) -> bytes:
    return b"".join(_json(value) + b"\n" for value in values)


def _json(value: Mapping[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
