"""The locks pin everything, hash everything, and name no host to fetch it from."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

CLONE = Path(__file__).resolve().parents[2]
LOCKS = sorted(CLONE.glob("requirements*.lock"))


def requirements(lock: Path) -> dict[str, str]:
    """Name → the rest of its entry, hashes included."""
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    return {re.split(r"[=\[ ]", entry, maxsplit=1)[0]: entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(lock: Path) -> None:
    for name, entry in requirements(lock).items():
        assert re.match(rf"{re.escape(name)}(\[[\w,-]+\])?==\S+", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_python_lock_names_a_host_or_an_index(lock: Path) -> None:
    assert re.findall(r"https?:|file:|@ |--(?:extra-)?index|--find-links", lock.read_text()) == []


def test_the_larger_lock_holds_the_smaller_one_unchanged() -> None:
    small, large = (requirements(CLONE / name) for name in ("requirements.lock", "requirements-dev.lock"))
    assert {name: large.get(name) for name in small} == small


def test_the_browser_lock_pins_and_hashes_and_names_no_registry() -> None:
    lock = json.loads((CLONE / "package-lock.json").read_text())
    packages: dict[str, dict[str, Any]] = {name: entry for name, entry in lock["packages"].items() if name}
    assert {name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")} == set()
    assert {name for name, entry in packages.items() if "resolved" in entry} == set()


def test_the_browser_packages_are_exact_versions() -> None:
    wanted = json.loads((CLONE / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert {name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == set()
