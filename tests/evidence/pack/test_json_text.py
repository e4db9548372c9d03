from decimal import Decimal
from pathlib import Path

import pytest

from evidence.pack.json_text import UnreadNumber, parse
from evidence.pack.problems import Unreadable

SUITE = Path("../shared/data/hostile/jsontestsuite")
DUPLICATES = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}


def suite(prefix: str) -> list[Path]:
    return sorted(SUITE.rglob(f"{prefix}_*.json"))


@pytest.fixture(autouse=True)
def _suite_at_hand(request: pytest.FixtureRequest) -> None:
    if "suite" in request.node.name and not SUITE.exists():
        pytest.skip("JSONTestSuite is not beside this repository (../shared/data/hostile).")


def test_suite_every_text_that_is_not_json_is_refused() -> None:
    accepted = [path.name for path in suite("n") if not isinstance(parse(path.read_bytes(), file="x"), Unreadable)]
    assert len(suite("n")) == 188
    assert accepted == []


def test_suite_every_json_text_is_read_but_duplicate_names() -> None:
    refused = {path.name for path in suite("y") if isinstance(parse(path.read_bytes(), file="x"), Unreadable)}
    assert len(suite("y")) == 95
    assert refused == DUPLICATES


def test_suite_undecided_texts_end_in_a_value_or_a_refusal() -> None:
    for path in suite("i"):
        result = parse(path.read_bytes(), file=path.name)
        assert not isinstance(result, Unreadable) or len(result.problems) == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xef\xbb\xbf{}", "The text begins with a byte order mark."),
        (b'{"a": "\xff"}', "Byte 8 is not valid UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "Byte 1 is not valid UTF-8."),
        (b'{"a": 1, "a": 1}', "The name “a” stands twice in one object."),
        (b'{"a": NaN}', "NaN is not a number."),
        (b'{"a": -Infinity}', "-Infinity is not a number."),
        (b"[" * 100_000, "The text is nested too deeply."),
        (b"", "This is not JSON: Expecting value."),
    ],
)
def test_a_refusal_names_its_reason(data: bytes, reason: str) -> None:
    result = parse(data, file="pack.json")
    assert isinstance(result, Unreadable)
    assert [problem.reason for problem in result.problems] == [reason]


def test_a_syntax_error_names_line_and_column() -> None:
    result = parse(b'{\n  "a": 1,,\n}', file="pack.json")
    assert isinstance(result, Unreadable)
    assert (result.problems[0].row, result.problems[0].column) == (2, "column 10")


def test_numbers_are_exact_and_odd_ones_are_kept_apart() -> None:
    content = parse(b'{"a": 0.10, "b": 7, "c": 1e2, "d": 123456789012345678901, "e": -0}', file="x")
    assert content == {
        "a": Decimal("0.10"),
        "b": 7,
        "c": UnreadNumber("1e2"),
        "d": UnreadNumber("123456789012345678901"),
        "e": UnreadNumber("-0"),
    }
