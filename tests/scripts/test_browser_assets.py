"""Copies under `static/vendor/` are exactly those listed, byte for byte as the manifest says."""

import hashlib
import json
from pathlib import Path

import pytest

from scripts import browser_assets
from scripts.commands import SetupError


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small `node_modules` and an empty `static/vendor`."""
    modules, vendor = tmp_path / "node_modules", tmp_path / "static" / "vendor"
    (modules / "kit").mkdir(parents=True)
    (modules / "kit" / "kit.css").write_text("a{b:c}\n/*# sourceMappingURL=kit.css.map */\n")
    monkeypatch.setattr(browser_assets, "NODE_MODULES", modules)
    monkeypatch.setattr(browser_assets, "VENDOR", vendor)
    monkeypatch.setattr(browser_assets, "MANIFEST", vendor / ".manifest.json")
    return vendor


WANTED = {"kit.css": "kit/kit.css"}


def test_a_copy_loses_the_map_it_has_no_file_for_and_stands_in_the_manifest(folders: Path) -> None:
    browser_assets._copy(WANTED, "lock 1")
    content = (folders / "kit.css").read_bytes()
    assert content == b"a{b:c}\n"
    manifest = json.loads((folders / ".manifest.json").read_text())
    assert manifest == {"lock": "lock 1", "sha256": {"kit.css": hashlib.sha256(content).hexdigest()}}
    assert browser_assets._stands(WANTED, "lock 1") is True


def test_nothing_copied_yet_does_not_stand(folders: Path) -> None:
    assert not folders.exists()
    assert browser_assets._stands(WANTED, "lock 1") is False


@pytest.mark.parametrize("change", ["a byte", "a missing file", "a new lock", "a longer list"])
def test_any_change_makes_the_copies_anew(folders: Path, change: str) -> None:
    browser_assets._copy(WANTED, "lock 1")
    wanted, mark = dict(WANTED), "lock 1"
    if change == "a byte":
        (folders / "kit.css").write_text("a{b:d}\n")
    elif change == "a missing file":
        (folders / "kit.css").unlink()
    elif change == "a new lock":
        mark = "lock 2"
    else:
        wanted["icons/a.svg"] = "kit/a.svg"
    assert browser_assets._stands(wanted, mark) is False


def test_a_name_no_package_has_is_refused_in_a_sentence(folders: Path) -> None:
    with pytest.raises(SetupError, match=r"static/icons/no-such\.svg: there is no kit/no-such\.svg"):
        browser_assets._copy({"icons/no-such.svg": "kit/no-such.svg"}, "lock 1")


def test_every_icon_the_pages_name_is_wanted() -> None:
    wanted = browser_assets._wanted()
    assert wanted["icons/archive.svg"] == "@tabler/icons/icons/outline/archive.svg"
    assert len(wanted) == len(browser_assets.FILES) + len(browser_assets.ICON_NAMES.read_text().split())
