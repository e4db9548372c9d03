"""The checker installs by itself: its wheel, in a bare environment, beside nothing but what it declares."""

import os
import shutil
import subprocess
import sys
import venv
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

from oversight_pack.building import build_wheel
from tests.factories.packs import complete_pack

ROOT = Path(__file__).resolve().parents[2]


def declared(names: list[str]) -> dict[str, Distribution]:
    """What these requirements bring along, and what those bring along in turn; nothing that is not declared."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(name) for name in names]
    while waiting:
        requirement = waiting.pop()
        is_wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if requirement.name.lower() in found or not is_wanted:
            continue
        found[requirement.name.lower()] = distribution(requirement.name)
        waiting += [Requirement(line) for line in found[requirement.name.lower()].requires or ()]
    return found


def link(part: Distribution, packages: Path) -> None:
    """The distribution's own files, linked into another environment."""
    for file in part.files or ():
        if file.parts[0] != ".." and file.suffix != ".pyc":
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                target.symlink_to(Path(str(file.locate())))


def test_the_wheel_runs_in_a_bare_environment(tmp_path: Path) -> None:
    wheel = tmp_path / build_wheel(str(tmp_path))
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
        str(wheel),
    ]
    subprocess.run(pip, check=True, env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"})
    (packages,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (about,) = packages.glob("oversight_pack-*.dist-info")
    requires = [
        line.partition(": ")[2]
        for line in (about / "METADATA").read_text().splitlines()
        if line.startswith("Requires-Dist")
    ]
    for part in declared(requires).values():
        link(part, packages)
    assert not (packages / "django").exists()
    (tmp_path / "pack.json").write_text(complete_pack().model_dump_json())
    command = [tmp_path / "venv" / "bin" / "oversight-pack", "convert", "pack.json", "pack.xlsx"]
    ended = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("pack.xlsx holds the pack of lot MG2603-114.\n", "")
    ended = subprocess.run(
        [command[0], "check", "pack.xlsx"], cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_one_source_is_one_wheel(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
    name = build_wheel(str(first))
    assert name == build_wheel(str(second))
    assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_folder_installs_from_a_checkout(tmp_path: Path) -> None:
    """What a person types: `pip install ./oversight_pack`; pip asks the folder for its wheel."""
    shutil.rmtree(tmp_path / "out", ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--quiet", "--wheel-dir", "out"]
    subprocess.run([*pip, str(ROOT / "oversight_pack")], cwd=tmp_path, check=True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["oversight_pack-1.0-py3-none-any.whl"]
