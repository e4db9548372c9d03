"""The content of an approved baseline as plain frozen values: what is approved, and what rules read.

Quantities are Decimals in the unit that stands beside them (UCUM codes); `version` None means: the next one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from masters.standing import NOTHING_RECORDED, StandingFacts


@dataclass(frozen=True, slots=True)
class ComponentValue:
    """A line of the formula (21 CFR 111.210(b)-(e)); `tolerance` is plus or minus, in `unit`."""

    code: str
    name: str
    kind: str
    target: Decimal
    unit: str
    tolerance: Decimal
    step: str


@dataclass(frozen=True, slots=True)
class StepValue:
    """A written instruction; its place in the tuple is its order (111.210(h))."""

    number: str
    instruction: str


@dataclass(frozen=True, slots=True)
class YieldValue:
    """Theoretical yield of a phase and its limits in percent of it (111.210(f))."""

    phase: str
    theoretical: Decimal
    unit: str
    minimum_percent: Decimal
    maximum_percent: Decimal


@dataclass(frozen=True, slots=True)
class ControlPointValue:
    """A reading that a step needs, with its limits (111.210(h)(4))."""

    name: str
    step: str
    unit: str
    lowest: Decimal | None = None
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MasterRecordValue:
    """A master manufacturing record for one formulation and batch size (111.205, 111.210)."""

    number: str
    batch_size: Decimal
    batch_unit: str
    components: tuple[ComponentValue, ...]
    steps: tuple[StepValue, ...]
    yields: tuple[YieldValue, ...]
    control_points: tuple[ControlPointValue, ...] = ()
    version: int | None = None
    in_force_from: date | None = None
    """Approved by quality control for lots started from this day on (111.123(a)(1)); set by the platform."""


@dataclass(frozen=True, slots=True)
class TestValue:
    """An attribute with its limit as written: "NMT 0.5 ppm", "90 to 110", "complies" (111.70)."""

    __test__ = False  # a test of a specification, not one of ours

    code: str
    name: str
    category: str
    method: str
    limit: str
    unit: str = ""
    stage: str = "finished"


@dataclass(frozen=True, slots=True)
class SpecificationValue:
    number: str
    tests: tuple[TestValue, ...]
    version: int | None = None


@dataclass(frozen=True, slots=True)
class SamplingPlanValue:
    """Which tests run on a drawn lot, and on what documented basis (111.75(c), trap T3)."""

    number: str
    basis: str
    tests: tuple[str, ...]
    untested_maximum: int = 0
    packaged_units: int = 0
    """How many packaged units are examined of a lot (111.75(g)); 0: not stated."""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LabelFactValue:
    """A declared amount (111.210(d), 21 CFR 101.36); `test` of the specification shows it.

    `nutrient_class`: "I" for added nutrients (at least 100 % of the claim), "II" for naturally occurring ones (80 %),
    21 CFR 101.9(g)(3)-(4). An ingredient without an amount is named only.
    """

    name: str
    amount: Decimal | None = None
    unit: str = ""
    nutrient_class: str = "I"
    test: str = ""


@dataclass(frozen=True, slots=True)
class LabelValue:
    """What may stand on the bottle and how exactly labels are counted (111.410, 111.415)."""

    number: str
    gtin: str
    labels_per_unit: int = 1
    tolerance_labels: int = 0
    tolerance_percent: Decimal = Decimal(0)
    allergens: str = ""
    artwork_sha256: str = ""
    shelf_life_basis: str = ""
    """The study or overage that supports the shelf life (111.605(a), 21 CFR 101.9(g)(4))."""
    shelf_life_supported_months: int | None = None
    facts: tuple[LabelFactValue, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class LaboratoryValue:
    """A laboratory and the methods it may be used for (111.320)."""

    name: str
    methods: tuple[str, ...]
    accreditation: str = ""
    accredited_until: date | None = None


@dataclass(frozen=True, slots=True)
class ProductValue:
    """What the sponsor sells; `group` names the quality agreement that covers it."""

    code: str
    name: str
    group: str
    dosage_form: str
    shelf_life_months: int
    gtin: str
    market: str = "US"
    risk_tier: str = "standard"
    unit: str = "bottle"
    count_per_unit: int = 1


@dataclass(frozen=True, slots=True)
class BaselineValues:
    """Everything approved that a lot is checked against; None where nothing was in force."""

    product: ProductValue
    master_record: MasterRecordValue | None
    specification: SpecificationValue | None
    sampling_plan: SamplingPlanValue | None
    label: LabelValue | None
    laboratories: tuple[LaboratoryValue, ...]
    standing: StandingFacts = NOTHING_RECORDED
