"""Numbers as they were written; nothing that other readers would read differently."""

from decimal import Decimal
from typing import Any

import pytest

from tests.parties.hostile import FOLDER as HOSTILE
from traceability.epcis.json_text import DEEPEST, NoJsonError, canonical, parse, written


@pytest.mark.parametrize(
    "text", ["200.50", "-0", "1E+3", "0.000001", "12345678901234567890", '"\\ud800"', "true", "null"]
)
def test_written_as_it_was_read(text: str) -> None:
    assert written(parse(text.encode())[0]) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NaN", "NaN is not a number"),
        ("-Infinity", "-Infinity is not a number"),
        ("1e999", "is too long, or out of range"),
        ("1." + "1" * 99, "is too long, or out of range"),
        ("1" * 101, "is too long, or out of range"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "nested deeper than 60 levels"),
        ("[" * 100_000, "nested too deeply"),
        ("\ufeff{}", "This is not JSON"),
    ],
)
def test_what_is_not_read(text: str, sentence: str) -> None:
    with pytest.raises(NoJsonError, match=sentence):
        parse(text.encode())


def test_the_deepest_and_the_longest_are_read() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)[1] == ()
    assert parse(b"1" * 100)[0] == int("1" * 100)
    assert parse(b"1e400")[0] == Decimal("1e400")


@pytest.mark.parametrize(
    ("one", "other"),
    [('{"a":1,"b":[2.50]}', '{"b":[2.5],"a":1.0}'), ("0", "-0"), ("100", "1E2"), ('"é"', '"\\u00e9"')],
)
def test_the_same_content_has_one_canonical_text(one: str, other: str) -> None:
    values: list[Any] = [parse(text.encode())[0] for text in (one, other)]
    assert canonical(values[0]) == canonical(values[1])


@pytest.mark.parametrize(("one", "other"), [("1", '"1"'), ("[1,2]", "[2,1]"), ("true", "1"), ("null", "false")])
def test_other_content_has_another(one: str, other: str) -> None:
    values = [parse(text.encode())[0] for text in (one, other)]
    assert canonical(values[0]) != canonical(values[1])


def test_the_suite_of_json_texts() -> None:
    """y is read; n is refused with a sentence; i either: never anything else."""
    paths = sorted(HOSTILE.rglob("[yni]_*.json"))
    if not paths:
        pytest.skip("../shared/data/hostile is not beside the repo")
    for path in paths:
        try:
            parse(path.read_bytes())
            assert not path.name.startswith("n_"), path.name
        except NoJsonError:
            assert not path.name.startswith("y_"), path.name
