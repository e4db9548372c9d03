"""A real clamd with a database of one signature: clean, infected, too large, and gone."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence.outside.scanner import Opinion, opinion_of
from evidence.states import ScanVerdict

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd (Debian: clamav-daemon) is not installed"),
]
SIGNATURE = b"OVERSIGHT-TEST-MALWARE"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("clamd")
    (folder / "own.ndb").write_text(f"Oversight.Test:0:*:{SIGNATURE.hex()}\n")
    places = f"LocalSocket {folder}/ctl\nDatabaseDirectory {folder}\nLogFile {folder}/log\n"
    words = f"{places}Foreground yes\nStreamMaxLength 1M\n"
    (folder / "clamd.conf").write_text(words)
    running = subprocess.Popen(
        ["clamd", f"--config-file={folder}/clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 30
    while not (folder / "ctl").exists():
        assert time.monotonic() < end, (folder / "log").read_text() if (folder / "log").exists() else "no log"
        assert running.poll() is None
        time.sleep(0.05)
    yield f"{folder}/ctl"
    running.kill()
    running.wait()


def test_real_verdicts(address: str, settings: Any) -> None:
    settings.CLAMD_ADDRESS = address
    assert opinion_of([b"a certificate"], 13) == Opinion(ScanVerdict.CLEAN)
    assert opinion_of([b"x" * 10, SIGNATURE], 32) == Opinion(ScanVerdict.INFECTED, "Oversight.Test.UNOFFICIAL")
    large = opinion_of([b"x" * 2**20] * 3, 3 * 2**20)
    assert large is not None
    assert large.verdict == ScanVerdict.NOT_SCANNED
