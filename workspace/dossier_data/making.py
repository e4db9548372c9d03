"""How the lot was made: yields, the materials in it, and what became of its labels."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PhaseYield:
    """Yield of a phase (21 CFR 111.260(f)) against the master record's limits in percent."""

    phase: str
    theoretical: Decimal
    actual: Decimal | None
    unit: str
    percent: Decimal | None
    minimum_percent: Decimal
    maximum_percent: Decimal
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class MaterialFact:
    """A component lot in the lot (21 CFR 111.260(d), (e)); `level` 1 is consumed directly, 2 into that."""

    level: int
    item_code: str
    item_name: str
    lot_number: str
    supplier: str
    supplier_lot: str
    manufacturer: str
    received_on: date | None
    expires_on: date | None
    quantity: Decimal
    unit: str
    step: str
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class LabelCount:
    """Reconciliation of a label lot or roll (21 CFR 111.410(b), 111.260(k)(1)).

    Variance = issued − (applied + returned + destroyed + samples + retained), in labels.
    """

    roll: str
    label: str
    version: str
    issued: int
    applied: int | None
    returned: int | None
    destroyed: int | None
    samples: int | None
    retained: int | None
    variance: int | None
    tolerance: str
    verdict: str
    tone: str
