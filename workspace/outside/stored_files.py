"""Every file that a record names, hashed again; a sealed report's own signature besides."""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from evidence.outside.store import chunks_of, store
from evidence.outside.stored import check_name
from kernel.clock import now
from records.outside.platform_seal import time_roots, trusted
from records.outside.verification import Finding, Wrong
from records.outside.verify import verify


def check_files() -> Iterator[Finding]:
    """What is altered or missing in the store. Runs in SYS's scope; reads every file once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relation, record, sha256, sealed_at FROM find_stored_files() ORDER BY relation, record")
        rows = cursor.fetchall()
    known = dict[str, Wrong | None]()
    for relation, record, sha256, sealed_at in rows:
        if sha256 not in known:
            known[sha256] = _wrong(sha256)
        wrong = known[sha256]
        if wrong is not None:
            yield Finding(f"file of {relation}", record, wrong, f"The store does not hold the file {sha256}.")
        elif sealed_at is not None:
            yield from _report(record, sha256, sealed_at)


def _wrong(sha256: str) -> Wrong | None:
    try:
        check_name(sha256)
        with store().open(sha256) as file:
            digest = hashlib.sha256()
            for chunk in chunks_of(file):
                digest.update(chunk)
            return None if digest.hexdigest() == sha256 else Wrong.ALTERED
    except (FileNotFoundError, ValueError):
        return Wrong.MISSING


def _report(record: str, sha256: str, sealed_at: datetime) -> Iterator[Finding]:
    with store().open(sha256) as file:
        found = verify(
            file.read(), roots=trusted(now()), expected_sha256=sha256, sealed_at=sealed_at, time_roots=time_roots()
        )
    if not found.is_good:
        yield Finding("file of records_sealedreport", record, Wrong.ALTERED, " ".join(found.problems))
