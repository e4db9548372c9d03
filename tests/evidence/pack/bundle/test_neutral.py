from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.pack.bundle.neutral import neutralized, restored

STRINGS = Path("../shared/data/hostile/csv-injection")


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    assert restored(neutralized(text)) == text


@given(st.sampled_from(list("=+-@\t\r\n＝＋－＠")), st.text())
def test_nothing_that_starts_a_formula_stands_first(start: str, rest: str) -> None:
    assert neutralized(start + rest)[0] == "'"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"), ("'=1+1", "''=1+1"), ("'", "''"), ("''", "'''"), ("'tis", "''tis"), ("a=1", "a=1"),
        ("", ""), ("-5", "'-5"),
    ],
)  # fmt: skip
def test_what_stands_in_the_cell(text: str, cell: str) -> None:
    assert (neutralized(text), restored(cell)) == (cell, text)


@pytest.mark.parametrize("cell", ["'tis", "'", "a'", "'9"])
def test_an_apostrophe_that_protects_nothing_is_the_writers_own(cell: str) -> None:
    assert restored(cell) == cell
