"""The size budget (CONTRIBUTING): small files, small functions; one that outgrows it becomes two."""

import ast
from pathlib import Path
from statistics import median, quantiles

from tests.architecture.sources import ROOT, functions, in_room, python_files

LONGEST_FILE, NINETIETH, MEDIAN = 300, 200, 80
LONGEST_FUNCTION, LONGEST_VIEW = 50, 25


def _lines(path: Path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def _body(function: ast.FunctionDef) -> int:
    """Lines from the first statement to the last; what a docstring says is no length."""
    statements = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1


def test_files_are_small() -> None:
    sizes = sorted(_lines(path) for path in python_files())
    assert {str(path): _lines(path) for path in python_files() if _lines(path) > LONGEST_FILE} == {}
    assert median(sizes) <= MEDIAN
    assert quantiles(sizes, n=10)[-1] <= NINETIETH


def test_functions_are_small() -> None:
    long = {}
    for path in python_files():
        limit = LONGEST_VIEW if in_room(path, "views", "api") else LONGEST_FUNCTION
        long |= {f"{path}: {f.name}": _body(f) for f in functions(path) if _body(f) > limit}
    assert long == {}


def test_a_body_is_counted_without_its_docstring() -> None:
    function = ast.parse('def f():\n    """Say.\n\n    More.\n    """\n    a = 1\n    return a\n').body[0]
    assert isinstance(function, ast.FunctionDef)
    assert _body(function) == 2
