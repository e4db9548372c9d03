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
    discovered_at: datetime | None = None
    notified_at: datetime | None = None
    notify_within: timedelta | None = None
    """What the agreement allows between discovery and notice (R504)."""
    needs_sponsor: bool | None = None
    is_approved_by_sponsor: bool | None = None
    has_material_review: bool | None = None
    """Whether all parts of 111.140(b)(3) are on record (R126)."""
    disposition: str = ""
    invalidated: frozenset[Subject] = frozenset()
    """Those of its answers whose result was a proven error of the laboratory (R127)."""

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
    on_hand: Decimal | None = None
    sampled: Decimal | None = None
    destroyed: Decimal | None = None
    returned: Decimal | None = None


@dataclass(frozen=True, slots=True)
class HoldFact:
    """A hold or recall of a lot; `lifted_at` None while it stands (R219)."""

    placed_at: datetime
    lifted_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ScanFact:
    """What a malware scanner said of a document: clean, infected or not_scanned, and the signature or the reason."""

    verdict: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class EarlierCertificate:
    """What the supplier's certificate of an earlier lot said: attribute → value as written (R210)."""

    component: str
    supplier: str
    lot: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LabelRun:
    """Labels of an earlier run that were not accounted for, and its counts (R411)."""

    variance: int
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LockedLimits:
    """Limits of a test's results at this manufacturer, locked by signature; in `unit` (UCUM), both ends inclusive."""

    version: int
    low: Decimal
    high: Decimal
    unit: str
    points: int
    locked_on: date


@dataclass(frozen=True, slots=True)
class EarlierLots:
    """What earlier packs of the same product and manufacturer say; the newest first.

    `measured`: instrument → lots it measured; None where nobody looked, which is not the same as no lot.
    """

    certificates: tuple[EarlierCertificate, ...] = ()
    label_runs: tuple[LabelRun, ...] = ()
    measured: Mapping[str, frozenset[str]] | None = None


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
    carrier: str = ""
    address: str = ""


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
    mass_percent: Decimal = Decimal("0.5")
    """Of a lot's quantity: how far what went out of it may be off (R218)."""
    zero_runs: int = 5
    """Label counts in a row without any difference before somebody looks (R411)."""
    reserve_multiple: int = 2
    """Times what the tests take: 111.83(b)(4) asks for twice as much, a clause may ask for more (R320)."""
    reserve_months: int = 12
    """Past the shelf-life date: 111.465(b) asks for a year, a clause may ask for more (R321)."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Context:
    """One lot's stated pack against what is approved and what the platform knows besides.

    `other_lot_numbers`: every other lot number of this product and contract manufacturer (R104).
    `other_packs_balances`: component lot → what packs of other lots say they used, in the lot's unit (R215).
    `findings`: kept verdicts that need an event, for the release stage (R503).
    `limits`: test → its locked limits (R318). `holds`: lot number → its holds (R219).
    `unauthorized_shipments`: found in a feed; None: none read.
    `clean_scan_clause`: the clause that demands a malware scan, empty where none does; `scans`: SHA-256 → what the
    scanner said; None where no scanner can be asked, as on the manufacturer's own machine (R128).
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
    earlier: EarlierLots = EarlierLots()
    limits: Mapping[str, LockedLimits] = field(default_factory=dict)
    holds: Mapping[str, tuple[HoldFact, ...]] = field(default_factory=dict)
    unauthorized_shipments: tuple[str, ...] | None = None
    clean_scan_clause: str = ""
    scans: Mapping[str, ScanFact] | None = None

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
