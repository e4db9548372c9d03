"""Strings that somebody will type some day: naughty strings, markup, SQL, formulas, broken Unicode."""

import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared/data/hostile"


PARTS = 8


def strings(part: int) -> list[str]:
    """One part of eight of the hostile strings, so that a page gets some seventy and all pages together get all.

    Skips the test when the outside material is not beside the repo.
    """
    if not FOLDER.exists():
        pytest.skip("../shared/data/hostile is not beside the repo")
    naughty = json.loads((FOLDER / "blns/blns.json").read_text())
    files = [*(FOLDER / "fuzzdb/sql-injection").rglob("*.txt"), *(FOLDER / "csv-injection").rglob("*.txt")]
    lines = [line for file in files for line in file.read_text(errors="replace").splitlines()[:10]]
    always = ["a\x00b", "\ud800", "\u202egnp.exe", "x" * 5000, "'\"><script>alert(1)</script>"]
    return [*[*naughty, *lines][part::PARTS], *always]


def sent(text: str) -> str:
    """The text as a browser would really send it: UTF-8 knows no lone surrogates."""
    return text.encode("utf-8", "replace").decode()
