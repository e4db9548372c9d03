"""The repository's own Python, as the tests of the house read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "parties", "records", "clocks", "masters", "agreements", "lots", "evidence", "quality_events",
    "change_control", "release", "traceability", "performance", "workspace", "oversight", "kernel",
)  # fmt: skip
SERVING = ("views", "api", "forms")
"""Rooms that take a request apart and hand on: they decide nothing and write nothing."""


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that the repository keeps, new ones too, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return tuple(path for line in listed.splitlines() if (ROOT / (path := Path(line))).is_file())


@cache
def python_files() -> tuple[Path, ...]:
    """All Python but generated migrations."""
    return tuple(path for path in kept_files() if path.suffix == ".py" and "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def of_apps() -> Iterator[Path]:
    """The product itself: the apps and the kernel."""
    yield from (path for path in python_files() if path.parts[0] in APPS)


def in_room(path: Path, *rooms: str) -> bool:
    """Whether a file stands in one of an app's rooms: `lots/views.py` and `lots/views/holds.py` alike."""
    return len(path.parts) > 1 and path.parts[1].removesuffix(".py") in rooms


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions that a module offers."""
    yield from (node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))


def called(node: ast.AST) -> str:
    """The dotted name of what is called: `timezone.now` for `timezone.now()`; "" for anything odder."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{called(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return called(node.func)
    return ""


def calls(node: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call below a node with its dotted name."""
    yield from ((called(found.func), found) for found in ast.walk(node) if isinstance(found, ast.Call))
