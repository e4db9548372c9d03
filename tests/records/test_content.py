"""Equal content, equal text, equal hash; what has no exact text is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

import pytest

from records.content import canonical_json, content_hash
from records.states import Meaning


def test_order_and_spaces_make_no_difference() -> None:
    assert canonical_json({"b": [1, True, None], "a": "ä"}) == '{"a":"ä","b":[1,true,null]}'.encode()
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    assert content_hash({"a": 1}) == sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.50"), '"0.50"'),
        (Decimal("1E+3"), '"1000"'),
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), '"2026-01-05T09:00:00+00:00"'),
        (date(2026, 1, 5), '"2026-01-05"'),
        (UUID(int=7), '"00000000-0000-0000-0000-000000000007"'),
        (Meaning.RELEASED, '"released"'),
        ((1, 2), "[1,2]"),
    ],
)
def test_types_of_the_trade(value: object, text: str) -> None:
    assert canonical_json(value).decode() == text


@pytest.mark.parametrize(
    "value",
    [0.5, float("nan"), Decimal("NaN"), datetime(2026, 1, 5), {1: "a"}, {"a": {1, 2}}, b"x"],  # noqa: DTZ001
)
def test_what_has_no_exact_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)
