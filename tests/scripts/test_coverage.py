"""The floors: of everything, and of what decides."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.coverage import DECIDING_PERCENT, OVERALL_PERCENT, decides, deciding_files, gate


def counted(*, reached: int, missed: int, branches_missed: int = 0) -> dict[str, Any]:
    return {
        "executed_lines": list(range(reached)),
        "missing_lines": list(range(1000, 1000 + missed)),
        "executed_branches": [],
        "missing_branches": [[7, 0] for _ in range(branches_missed)],
    }


def gated(folder: Path, files: dict[str, Any], *, everything: bool = True, must: tuple[str, ...] = ()) -> int:
    listing = folder / "counts.json"
    listing.write_text(json.dumps({"files": files}))
    return gate(listing, everything=everything, must=must)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lots/rules.py", True),
        ("lots/states.py", True),
        ("quality_events/states/events.py", True),
        ("lots/actions/holds.py", True),
        ("evidence/pack/rules/results.py", True),
        ("lots/queries.py", False),
        ("oversight_pack/ruleset.py", False),
        ("lots/factions/holds.py", False),
    ],
)
def test_what_decides(name: str, expected: bool) -> None:
    assert decides(name) is expected


def test_at_the_floor_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at_floor = counted(reached=DECIDING_PERCENT, missed=100 - DECIDING_PERCENT - 1, branches_missed=1)
    assert gated(tmp_path, {"lots/rules.py": at_floor}) == 0
    assert "7->exit" in capsys.readouterr().out


def test_below_the_floor_of_what_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    below = counted(reached=DECIDING_PERCENT - 1, missed=100 - DECIDING_PERCENT + 1)
    assert gated(tmp_path, {"lots/rules.py": below, "lots/queries.py": counted(reached=900, missed=0)}) == 1
    assert "lots/rules.py: 1000, 1001" in capsys.readouterr().out


def test_below_the_floor_of_everything(tmp_path: Path) -> None:
    below = counted(reached=OVERALL_PERCENT - 1, missed=100 - OVERALL_PERCENT + 1)
    files = {"lots/rules.py": counted(reached=1, missed=0), "lots/queries.py": below}
    assert gated(tmp_path, files) == 1
    assert gated(tmp_path, files, everything=False) == 0


def test_a_deciding_file_that_no_test_imports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {"lots/rules.py": counted(reached=1, missed=0)}
    assert gated(tmp_path, files, must=("lots/rules.py", "lots/states.py")) == 1
    assert "lots/states.py: no test imports it" in capsys.readouterr().out


def test_the_deciding_files_of_the_clone() -> None:
    found = set(deciding_files())
    assert {"lots/rules.py", "lots/states.py", "lots/actions/holds.py", "clocks/actions/__init__.py"} <= found
    assert all(decides(name) and not name.startswith("tests/") for name in found)


@pytest.mark.parametrize("files", [{}, {"lots/queries.py": counted(reached=1, missed=0)}])
def test_what_was_not_counted_is_not_covered(tmp_path: Path, files: dict[str, Any]) -> None:
    assert gated(tmp_path, files) == 1
