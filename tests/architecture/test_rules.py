"""A rule is a pure function of its context: it reads no clock, no database, no file, no chance."""

import ast
from pathlib import Path

from evidence.pack.rules import rules

ROOT = Path(__file__).resolve().parents[2]
ASKS_THE_WORLD = {"now", "today", "utcnow", "localtime", "time", "monotonic", "open", "random", "getenv", "urlopen"}
OUTSIDE = ("django", "os", "time", "random", "secrets", "socket", "pathlib", "subprocess", "kernel", "requests")


def _sources() -> set[Path]:
    return {ROOT / f"{rule.check.__module__.replace('.', '/')}.py" for rule in rules()} | set(
        (ROOT / "evidence" / "pack" / "rules").glob("*.py")
    )


def _outside(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OUTSIDE:
            found.append(f"from {node.module}")
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in OUTSIDE]
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found += [f"{name}()"] if name in ASKS_THE_WORLD else []
    return found


def test_rules_read_their_frozen_context_alone() -> None:
    assert len(_sources()) > 40
    assert {path.name: seen for path in _sources() if (seen := _outside(ast.parse(path.read_text("utf-8"))))} == {}


def test_the_reading_of_sources_bites() -> None:
    text = "import os\nfrom django.utils import timezone\nfrom datetime import date\ndate.today()\n"
    assert _outside(ast.parse(text)) == ["os", "from django.utils", "today()"]
