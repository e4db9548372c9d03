"""A confined program: each door is tried from inside; the control tries the same without."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import ROOT

TRY = """
import json, os, socket, subprocess, sys
from evidence.outside.confinement import confine
if sys.argv[2] == "confined":
    confine(memory=2**30, seconds=5)
def write():
    with open(sys.argv[1] + "/new", "w") as file:
        file.write("x")
doors = {
    "network": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "socket": lambda: socket.socket().close(),
    "write": write,
    "create": lambda: open(sys.argv[1] + "/empty", "w").close(),
    "change": lambda: open(sys.argv[1] + "/kept", "r+").close(),
    "second process": lambda: os.fork() or os._exit(0),
    "remove": lambda: os.unlink(sys.argv[1] + "/kept"),
    "program": lambda: subprocess.run(["true"]),
    "signal": lambda: os.kill(os.getppid(), 0),
    "memory": lambda: bytearray(2**31),
}
said = {}
for name, door in doors.items():
    try:
        door()
        said[name] = "open"
    except (OSError, MemoryError) as error:
        said[name] = type(error).__name__
print(json.dumps(said), flush=True)
os._exit(0)
"""


def tried(folder: Path, how: str) -> dict[str, str]:
    (folder / "kept").write_text("evidence")
    command = [sys.executable, "-c", TRY, str(folder), how]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    said: dict[str, str] = json.loads(answer.stdout)
    return said


@pytest.mark.skipif(sys.platform != "linux", reason="the filter is Linux's")
def test_every_door_is_shut(tmp_path: Path) -> None:
    assert tried(tmp_path, "confined") == {
        "network": "PermissionError",
        "socket": "PermissionError",
        "write": "PermissionError",
        "create": "PermissionError",
        "change": "PermissionError",
        "second process": "PermissionError",
        "remove": "PermissionError",
        "program": "PermissionError",
        "signal": "PermissionError",
        "memory": "MemoryError",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept").read_text() == "evidence"


def test_without_it_the_same_doors_are_open(tmp_path: Path) -> None:
    said = tried(tmp_path, "free")
    assert said.pop("network") == "ConnectionRefusedError"
    assert set(said.values()) == {"open"}
    assert not (tmp_path / "kept").exists()
