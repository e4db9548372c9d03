"""Everything a rule may look at, as frozen values: nothing in here reads a clock or a database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from evidence.pack.format import Pack
from masters.baseline import BaselineValues

Subject = tuple[str, str]
"""(rule, subject): which finding of which rule, for example ("R305", "laboratory.results/3")."""


@dataclass(frozen=True, slots=True)
class EventFact:
    """A quality event of the platform that hits the lot or one of its ancestors or derived lots."""

    number: str
    classification: str
    state: str
    answers: frozenset[Subject] = frozenset()

    @property
    def is_open(self) -> bool:
        return self.state not in ("closed", "cancelled")


@dataclass(frozen=True, slots=True)
class DispositionFact:
    """The release decision that a shipment rests on; `quantity` in `unit` (UCUM), `held` of it on hold."""

    number: str
    decision: str
    decided_at: datetime
    quantity: Decimal
    unit: str
    held: Decimal = Decimal(0)
    shipped: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ShipmentFact:
    """One shipment of the lot; `quantity` in `unit` (UCUM)."""

    number: str
    shipped_at: datetime
    quantity: Decimal
    unit: str
    consignee: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Tolerances:
    """Defaults of a new agreement (domain §B); both ends inclusive."""

    balance_percent: Decimal = Decimal("0.1")
    """Of what was received: how far a component lot's balance may be off (R215)."""
    units_percent: Decimal = Decimal("0.5")
    """Of the bulk brought to the line: how far the packaged units may be off (R422)."""
    clearance_gap: timedelta = timedelta(hours=1)
    """Between line clearance and the first unit (R405)."""
    entry_delay: timedelta = timedelta(hours=24)
    """Between the end of a step and its entry (R119)."""
    minor_events: int = 3
    """Minor events on one lot without a question asked (R506)."""


@dataclass(frozen=True, slots=True)
class Context:
    """One lot's stated pack against what is approved and what the platform knows besides.

    `other_lot_numbers`: every other lot number of this product and contract manufacturer (R104).
    `other_packs_balances`: component lot → what packs of other lots say they used, in the lot's unit (R215).
    `findings`: kept verdicts that need an event, for the release stage (R503).
    """

    pack: Pack
    baseline: BaselineValues
    made_on: date | None = None
    other_lot_numbers: frozenset[str] = frozenset()
    events: tuple[EventFact, ...] = ()
    other_packs_balances: Mapping[str, Decimal] = field(default_factory=dict)
    tolerances: Tolerances = Tolerances()
    findings: tuple[Subject, ...] = ()
    disposition: DispositionFact | None = None
    shipment: ShipmentFact | None = None

    def answering(self, rule: str, subject: str, stated: str | None = None) -> EventFact | None:
        """The living event that answers a finding: by its own list, or named by the pack's row (`stated`)."""
        return next(
            (
                event
                for event in self.events
                if event.state != "cancelled"
                and ((rule, subject) in event.answers or (stated is not None and event.number == stated))
            ),
            None,
        )
