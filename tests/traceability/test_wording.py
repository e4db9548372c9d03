"""What a shipment paid, in words."""

from typing import Any

import pytest

from traceability.wording import paid_words

GATE: dict[str, Any] = {
    "revision": 7,
    "valid_until": None,
    "open_before": "100.000",
    "open_after": "40.500",
    "reasons": [{"is_met": True}, {"is_met": True}],
    "reasons_hash": "5d41402abc4b" + "0" * 52,
    "route": {},
}
SAID = "Gate revision 7: open, 2 of 2 conditions met (SHA-256 5d41402abc4b…){}; 100 bottles before, 40.5 bottles after."


@pytest.mark.parametrize(
    ("gate", "said"),
    [
        (None, ""),
        (GATE, SAID.format("")),
        (GATE | {"valid_until": "2027-01-01T00:00:00+00:00"}, SAID.format(", valid until 2027-01-01")),
    ],
)
def test_the_verdict_in_words(gate: dict[str, Any] | None, said: str) -> None:
    assert paid_words(gate, "bottle") == said
