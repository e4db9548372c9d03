"""What the operating system lacks is installed by apt when we may, else the very line to type is said."""

import ctypes
import importlib.util
from pathlib import Path

import pytest

from scripts import system_packages
from scripts.commands import SetupError

APT = """#!/bin/sh
echo "$@" >> {log}
exit {code}
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose PATH is empty and whose loader finds no Pango; returns the folder that is its PATH."""

    def load(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put_apt(folder: Path, code: int) -> Path:
    """An `apt-get` that writes down what it is asked; returns its log."""
    for name, text in {
        "apt-get": APT.format(log=folder / "log", code=code),
        "env": '#!/bin/sh\nshift\nexec "$@"\n',
    }.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return folder / "log"


def test_without_apt_the_line_to_type_names_the_packages(bare: Path) -> None:
    with pytest.raises(SetupError) as refused:
        system_packages.ensure(tests=True)
    assert str(refused.value) == (
        "These system packages are missing. Type:\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core poppler-utils qpdf\n"
        "and start again."
    )


def test_root_installs_what_is_missing(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    log = put_apt(bare, code=0)
    system_packages.ensure(tests=False)
    assert log.read_text().splitlines() == [
        "update -q",
        (
            "install -y -q --no-install-recommends "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
        ),
    ]


def test_a_failing_apt_ends_in_the_line_to_type(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    put_apt(bare, code=100)
    with pytest.raises(SetupError, match="These system packages are missing"):
        system_packages.ensure(tests=False)


def test_an_ordinary_user_without_sudo_is_told_and_nothing_is_tried(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    log = put_apt(bare, code=0)
    with pytest.raises(SetupError, match="sudo apt-get install"):
        system_packages.ensure(tests=False)
    assert not log.exists()


def test_a_python_without_ensurepip_needs_its_venv_package(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SetupError, match=r"python3\.\d+-venv libpango"):
        system_packages.ensure(tests=False)


def test_a_machine_that_has_all_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    log = put_apt(tmp_path, code=0)
    system_packages.ensure(tests=False)
    assert not log.exists()
