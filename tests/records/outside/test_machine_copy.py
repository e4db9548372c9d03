"""Canonical JSON: equal data, equal bytes; nothing inexact gets in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from records.outside.machine_copy import MachineCopy, canonical_json


class Tone(StrEnum):
    GOOD = "good"


@dataclass(frozen=True)
class Row:
    name: str
    value: Decimal | None


def test_keys_are_sorted_and_no_space_is_spent() -> None:
    assert canonical_json({"b": 1, "a": [True, None]}) == b'{"a":[true,null],"b":1}'


def test_the_order_of_insertion_does_not_matter() -> None:
    assert canonical_json({"a": 1, "b": 2}) == canonical_json({"b": 2, "a": 1})


def test_figures_keep_their_digits() -> None:
    figures = [Decimal("0.50"), Decimal("1E+3"), Decimal("-0.0"), Decimal("1E-7")]
    assert canonical_json(figures) == b'["0.50","1000","-0.0","0.0000001"]'


def test_rows_times_and_words() -> None:
    value = {
        "row": Row("µg ≤", Decimal(5)),
        "missing": Row("-", None),
        "at": datetime(2026, 3, 27, 10, 40, tzinfo=ZoneInfo("America/Denver")),
        "utc": datetime(2026, 3, 27, 16, 40, tzinfo=UTC),
        "on": date(2026, 3, 27),
        "tone": Tone.GOOD,
        "id": UUID(int=1),
    }
    assert canonical_json(value).decode() == (
        '{"at":"2026-03-27T10:40:00-06:00","id":"00000000-0000-0000-0000-000000000001",'
        '"missing":{"name":"-","value":null},"on":"2026-03-27","row":{"name":"µg ≤","value":"5"},'
        '"tone":"good","utc":"2026-03-27T16:40:00+00:00"}'
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.5, "cannot hold a float"),
        ({1: "a"}, "names its fields in text, not int"),
        (datetime(2026, 3, 27), "carries its offset"),  # noqa: DTZ001 - the very thing to refuse
        (Decimal("NaN"), "NaN and infinity are not"),
        (Decimal("Infinity"), "NaN and infinity are not"),
        ({"a": {1, 2}}, "cannot hold a set"),
        (b"raw", "cannot hold a bytes"),
    ],
)
def test_what_has_no_exact_text_is_refused(value: object, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        canonical_json(value)


def test_a_copy_knows_its_hash() -> None:
    assert MachineCopy("a.json", b"{}", "").sha256 == sha256(b"{}").hexdigest()
