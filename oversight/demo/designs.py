"""What the demo's companies make: capsules in bottles, with real facts and figures."""

from dataclasses import dataclass
from decimal import Decimal

from masters.baseline import (
    ComponentValue,
    ControlPointValue,
    LabelFactValue,
    LabelValue,
    MasterRecordValue,
    ProductValue,
    SamplingPlanValue,
    SpecificationValue,
    StepValue,
    TestValue,
    YieldValue,
)

CAPSULES = 600_000
PER_BOTTLE = 120
BOTTLES = CAPSULES // PER_BOTTLE

STEPS = (
    ("10", "Dispense {active}, screen through 20 mesh, add to blender"),
    ("20", "Dispense and add rice flour"),
    ("30", "Blend 20 minutes at 12 rpm"),
    ("40", "Dispense and add silica and magnesium stearate, blend 5 minutes"),
    ("50", "Encapsulate, size 00"),
    ("60", "Polish, pass metal detector, hold in lined drums"),
    ("70", "Fill 120 capsules a bottle, insert desiccant, cap"),
    ("80", "Label and code"),
)
_CONTAMINANTS = (
    ("LEAD", "Lead, ICP-MS", "USP-2232", "NMT 0.5 ppm", "[ppm]", "contaminant"),
    ("ARSENIC", "Arsenic, ICP-MS", "USP-2232", "NMT 1.0 ppm", "[ppm]", "contaminant"),
    ("CADMIUM", "Cadmium, ICP-MS", "USP-2232", "NMT 0.5 ppm", "[ppm]", "contaminant"),
    ("MERCURY", "Mercury, ICP-MS", "USP-2232", "NMT 0.1 ppm", "[ppm]", "contaminant"),
    ("TAMC", "Total aerobic count", "USP-2021", "NMT 1000 CFU/g", "[CFU]/g", "microbiology"),
    ("TYMC", "Yeasts and molds", "USP-2021", "NMT 100 CFU/g", "[CFU]/g", "microbiology"),
    ("ECOLI", "Escherichia coli", "USP-2022", "absent in 10 g", "", "microbiology"),
    ("SALM", "Salmonella", "USP-2022", "absent in 10 g", "", "microbiology"),
)
RESULTS = {
    "APP": ("complies", None), "ID": ("complies", None), "DISINT": ("12", None), "ADULT": ("complies", None),
    "LEAD": ("0.08", "0.02"),
    "ARSENIC": ("0.11", "0.02"), "CADMIUM": ("ND", "0.02"), "MERCURY": ("<LOQ", "0.01"), "TAMC": ("<10", "10"),
    "TYMC": ("<10", "10"), "ECOLI": ("absent in 10 g", None), "SALM": ("absent in 10 g", None),
}  # fmt: skip
"""What a good lot's laboratory reports: (result, limit of quantitation)."""

SUPPLIERS = {
    "RICE-FL": ("RiceBran Ingredients", "West Sacramento, California"),
    "SIO2": ("Evonik Corp.", "Rheinfelden, Germany"),
    "MGST-V": ("Nutra Excipients LLC", "Fenton, Missouri"),
    "CAP-00": ("CapsCanada Corp.", "Pompano Beach, Florida"),
    "BTL-250": ("Alpha Packaging", "St. Louis, Missouri"),
    "DES-1G": ("Multisorb Filtration", "Buffalo, New York"),
    "CRC-45": ("Berry Global", "Evansville, Indiana"),
}


@dataclass(frozen=True, slots=True)
class Design:
    """A product with everything approved about it, and what its good lots look like."""

    product: ProductValue
    master: MasterRecordValue
    specification: SpecificationValue
    plan: SamplingPlanValue
    label: LabelValue
    active: str
    supplier: tuple[str, str]
    assay: Decimal

    @property
    def prefix(self) -> str:
        """How its lots are numbered: "MG2603-114" starts with "MG"."""
        return self.product.code[:2]


def design(
    code: str,
    name: str,
    *,
    group: str,
    number: int,
    active: str,
    active_name: str,
    kilograms: str,
    assay: tuple[str, str, str],
    supplier: tuple[str, str],
    gtin: str,
    risk_tier: str = "standard",
    shelf_life_months: int = 24,
) -> Design:
    """`assay` is (low, high, usual) in mg a capsule; `kilograms` of the active go into one batch."""
    low, high, usual = assay
    return Design(
        product=ProductValue(
            code=code, name=name, group=group, dosage_form="capsule", shelf_life_months=shelf_life_months,
            gtin=gtin, risk_tier=risk_tier, count_per_unit=PER_BOTTLE,
        ),
        master=_master(number, active, active_name, Decimal(kilograms), f"LBL-{code}"),
        specification=SpecificationValue(number=f"SPEC-{number:04}", tests=_tests(active_name, low, high, risk_tier)),
        plan=SamplingPlanValue(
            number=f"SP-{number:03}",
            basis="Every lot is tested for every attribute until 10 lots have conformed (SP basis memo 2025-07).",
            tests=tuple(test.code for test in _tests(active_name, low, high, risk_tier)),
            packaged_units=20,
        ),
        label=LabelValue(
            number=f"LBL-{code}", gtin=gtin, tolerance_labels=25, tolerance_percent=Decimal("0.5"), allergens="none",
            shelf_life_basis=f"Stability study ST-{number:04}", shelf_life_supported_months=shelf_life_months,
            facts=(
                LabelFactValue(active_name, Decimal(low), "mg/{capsule}", "I", "ASSAY"), LabelFactValue("Rice flour"),
            ),
        ),
        active=active,
        supplier=supplier,
        assay=Decimal(usual),
    )  # fmt: skip


def _tests(active_name: str, low: str, high: str, risk_tier: str) -> tuple[TestValue, ...]:
    own = (
        TestValue("APP", "Appearance", "physical", "QC-101", "complies"),
        TestValue("ID", f"Identity, {active_name}", "identity", "QC-114", "complies"),
        TestValue(
            "ASSAY",
            f"{active_name}, assay",
            "strength",
            "QC-120",
            f"{low} to {high} mg/capsule",
            "mg/{capsule}",
        ),
        TestValue("DISINT", "Disintegration", "physical", "USP-2040", "NMT 30 min", "min"),
    )
    screen = (TestValue("ADULT", "Adulterant screen, LC-MS", "adulterant", "QC-120", "complies"),)
    return (own + screen if risk_tier == "high" else own) + tuple(
        TestValue(code, name, category, method, limit, unit)
        for code, name, method, limit, unit, category in _CONTAMINANTS
    )


def _master(number: int, active: str, active_name: str, kilograms: Decimal, label: str) -> MasterRecordValue:
    powder = kilograms + Decimal("60")
    lines = (
        (active, active_name, "dietary ingredient", "10", kilograms, "kg", kilograms / 1000),
        ("RICE-FL", "Rice flour", "other component", "20", Decimal("54.000"), "kg", Decimal("0.108")),
        ("SIO2", "Silica", "other component", "40", Decimal("1.800"), "kg", Decimal("0.010")),
        (
            "MGST-V",
            "Magnesium stearate, vegetable",
            "other component",
            "40",
            Decimal("4.200"),
            "kg",
            Decimal("0.010"),
        ),
        (
            "CAP-00",
            "Hypromellose capsule shell, size 00",
            "other component",
            "50",
            Decimal(CAPSULES),
            "{capsule}",
            Decimal(12000),
        ),
        ("BTL-250", "HDPE bottle, 250 mL, white", "packaging", "70", Decimal(BOTTLES), "{unit}", Decimal(50)),
        ("DES-1G", "Desiccant canister, 1 g", "packaging", "70", Decimal(BOTTLES), "{unit}", Decimal(50)),
        ("CRC-45", "Child-resistant cap, 45 mm", "packaging", "70", Decimal(BOTTLES), "{unit}", Decimal(50)),
        (label, "Label", "label", "80", Decimal(BOTTLES), "{label}", Decimal(50)),
    )
    return MasterRecordValue(
        number=f"MMR-{number:04}",
        batch_size=Decimal(CAPSULES),
        batch_unit="{capsule}",
        components=tuple(
            ComponentValue(code=c, name=n, kind=k, step=s, target=t, unit=u, tolerance=x)
            for c, n, k, s, t, u, x in lines
        ),
        steps=tuple(StepValue(step, text.format(active=active_name)) for step, text in STEPS),
        yields=(
            YieldValue("Blending", powder, "kg", Decimal("98.0"), Decimal("100.5")),
            YieldValue("Encapsulation", Decimal(CAPSULES), "{capsule}", Decimal("97.0"), Decimal("101.0")),
            YieldValue("Packaging", Decimal(BOTTLES), "{bottle}", Decimal("96.0"), Decimal("100.5")),
        ),
        control_points=(
            ControlPointValue("Blending room humidity", "30", "%{RH}", None, Decimal(45)),
            ControlPointValue("Filled capsule weight", "50", "mg", Decimal(780), Decimal(860)),
            ControlPointValue("Metal detector challenge, ferrous sphere", "60", "mm", None, Decimal("1.5")),
        ),
    )


MAGNESIUM = design(
    "MG-GLY-120", "Magnesium Glycinate 120 mg, 120 capsules", group="Minerals", number=417, active="MGBG-20",
    active_name="Magnesium bisglycinate, 20 % magnesium", kilograms="360.000", assay=("120", "150", "127.4"),
    supplier=("Balchem Corp.", "Layton, Utah"), gtin="00850041237817", risk_tier="low",
)  # fmt: skip
ZINC = design(
    "ZN-PIC-030", "Zinc Picolinate 30 mg, 120 capsules", group="Minerals", number=421, active="ZNPC-21",
    active_name="Zinc picolinate, 21 % zinc", kilograms="86.000", assay=("30", "36", "32.1"),
    supplier=("Nutrition 21 LLC", "Harrison, New York"), gtin="00850041237824",
)  # fmt: skip
ASHWAGANDHA = design(
    "AS-KSM-600", "Ashwagandha Root Extract 600 mg, 120 capsules", group="Botanicals", number=308, active="ASHW-5",
    active_name="Ashwagandha root extract, 5 % withanolides", kilograms="360.000", assay=("15", "19.5", "17.2"),
    supplier=("Ixoreal Biomed", "Hyderabad, India"), gtin="00860009514300", risk_tier="high",
)  # fmt: skip
CREATINE = design(
    "CR-MON-750", "Creatine Monohydrate 750 mg, 120 capsules", group="Sports", number=512, active="CRMH-99",
    active_name="Creatine monohydrate", kilograms="450.000", assay=("750", "825", "768"),
    supplier=("Alzchem Group", "Trostberg, Germany"), gtin="00810077320150", risk_tier="low",
)  # fmt: skip
MELATONIN = design(
    "ML-SLP-003", "Melatonin 3 mg, 120 capsules", group="Sleep", number=119, active="MELA-99",
    active_name="Melatonin", kilograms="1.900", assay=("3", "3.6", "3.15"),
    supplier=("Flamma SpA", "Chignolo d'Isola, Italy"), gtin="00850041237831",
)  # fmt: skip
