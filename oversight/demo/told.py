"""What a demo lot's papers tell: the known facts, the design, the day it was started, and the one thing amiss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from evidence.pack.known import KnownLot
from oversight.demo.designs import Design

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blemish:
    """How a pack differs from a good one."""

    results: dict[str, str] = field(default_factory=dict)
    """Test code → another result."""
    packaging_bottles: int | None = None
    """Another actual yield of packaging, in bottles."""
    without_tests: tuple[str, ...] = ()
    instrument: str = "HG-11"
    """What took the readings of the control points."""
    readings: dict[str, str] = field(default_factory=dict)
    """Control point → another reading."""
    highest: dict[str, str] = field(default_factory=dict)
    """Control point → another upper limit than the master record gives it."""
    event: str = ""
    """Number of the deviation that the pack declares."""


NO_BLEMISH = Blemish()


@dataclass(frozen=True, slots=True)
class Told:
    """What the pack says about one lot: known facts, its design, when it was started."""

    known: KnownLot
    design: Design
    started_on: date
    document_names: Sequence[tuple[str, str, str]]
    used_before: Mapping[str, Decimal]
    """Component lot → what earlier lots took from it."""
    blemish: Blemish

    @property
    def seed(self) -> int:
        return int.from_bytes(self.known.lot_number.encode(), "big") % 997

    def on(self, days: int) -> str:
        return (self.started_on + timedelta(days=days)).isoformat()

    @property
    def packaged(self) -> str:
        return f"{self.known.lot_number}-P1"

    @property
    def good_bottles(self) -> int:
        return int(self.known.quantity or 0)
