"""-9 to whoever writes an upload, again and again: what was vouched for is there, and the end is the same bytes."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from evidence.outside.quarantine import Quarantine
from tests.databases import ROOT

HEAVY = os.environ.get("FAULTS") == "heavy"
KILLS = int(os.environ.get("KILLS", "200" if HEAVY else "8"))
SIZE = 300 * 2**20 if HEAVY else 100 * 2**20
SEED = 20261123
KEY = uuid.UUID("0199a000-0000-7000-8000-00000000000f")

pytestmark = pytest.mark.faults

WRITER = """
import sys, uuid
from pathlib import Path
from evidence.outside.quarantine import Quarantine
folder, source, key = Path(sys.argv[1]), Path(sys.argv[2]), uuid.UUID(sys.argv[3])
parts = Quarantine(folder)
with source.open("rb") as file:
    offset = parts.offset(key)
    file.seek(offset)
    parts.append(key, offset, iter(lambda: file.read(2**20), b""), size=source.stat().st_size, checksum=None)
"""


def test_kills_lose_nothing_that_was_vouched_for(tmp_path: Path) -> None:
    dice, source = random.Random(SEED), tmp_path / "source"  # noqa: S311 - when to kill
    source.write_bytes(random.Random(SEED).randbytes(2**20) * (SIZE // 2**20))  # noqa: S311 - bytes to compare
    whole = source.read_bytes()
    parts = Quarantine(tmp_path / "quarantine")
    parts.begin(KEY)
    reached = []
    for _ in range(KILLS):
        writer = _writer(parts.root, source)
        time.sleep(dice.uniform(0.1, 0.5))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        reached.append(parts.offset(KEY))
        with parts.open(KEY) as file:
            assert file.read(reached[-1]) == whole[: reached[-1]]
    assert reached == sorted(reached)
    assert _writer(parts.root, source).wait() == 0
    with parts.open(KEY) as file:
        assert hashlib.sha256(file.read()).digest() == hashlib.sha256(whole).digest()
    assert any(0 < offset < SIZE for offset in reached) or reached[-1] == SIZE


def _writer(folder: Path, source: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(source), str(KEY)], cwd=ROOT)
