"""One real-looking lot as the platform knows it: magnesium glycinate, 120 capsules a bottle."""

from datetime import date
from decimal import Decimal

from evidence.pack.known import (
    KnownComponent,
    KnownControlPoint,
    KnownLot,
    KnownStep,
    KnownTest,
    KnownYield,
)

LOT = "MG2603-114"
GTIN = "00850041237817"

STEPS = (
    KnownStep("10", "Dispense magnesium bisglycinate, screen through 20 mesh, add to blender"),
    KnownStep("20", "Dispense and add rice flour"),
    KnownStep("30", "Blend 20 minutes at 12 rpm"),
    KnownStep("40", "Dispense and add silica and magnesium stearate, blend 5 minutes"),
    KnownStep("50", "Encapsulate, size 00"),
    KnownStep("60", "Polish, pass metal detector, hold in lined drums"),
    KnownStep("70", "Fill 120 capsules a bottle, insert desiccant, cap"),
    KnownStep("80", "Label and code"),
)

COMPONENTS = (
    KnownComponent("MGBG-20", "Magnesium bisglycinate, 20 % magnesium", "dietary ingredient", "10",
                   Decimal("360.000"), "kg", Decimal("0.360")),
    KnownComponent("RICE-FL", "Rice flour", "other component", "20", Decimal("54.000"), "kg",
                   Decimal("0.108")),
    KnownComponent("SIO2", "Silica", "other component", "40", Decimal("1.800"), "kg", Decimal("0.010")),
    KnownComponent("MGST-V", "Magnesium stearate, vegetable", "other component", "40", Decimal("4.200"), "kg",
                   Decimal("0.010")),
    KnownComponent("CAP-00", "Hypromellose capsule shell, size 00", "other component", "50",
                   Decimal(600000), "{capsule}", Decimal(12000)),
    KnownComponent("BTL-250", "HDPE bottle, 250 mL, white", "packaging", "70", Decimal(5000), "{unit}",
                   Decimal(50)),
    KnownComponent("DES-1G", "Desiccant canister, 1 g", "packaging", "70", Decimal(5000), "{unit}",
                   Decimal(50)),
    KnownComponent("CRC-45", "Child-resistant cap, 45 mm", "packaging", "70", Decimal(5000), "{unit}",
                   Decimal(50)),
    KnownComponent("LBL-MG120", "Label, magnesium glycinate 120 ct", "label", "80", Decimal(5000), "{label}",
                   Decimal(50)),
)  # fmt: skip

YIELDS = (
    KnownYield("Blending", Decimal(420), "kg", Decimal("98.0"), Decimal("100.5")),
    KnownYield("Encapsulation", Decimal(600000), "{capsule}", Decimal("97.0"), Decimal("101.0")),
    KnownYield("Packaging", Decimal(5000), "{bottle}", Decimal("96.0"), Decimal("100.5")),
)

CONTROL_POINTS = (
    KnownControlPoint("Blending room humidity", "30", "%{RH}", None, Decimal(45)),
    KnownControlPoint("Filled capsule weight", "50", "mg", Decimal(780), Decimal(860)),
    KnownControlPoint("Metal detector challenge, ferrous sphere", "60", "mm", None, Decimal("1.5")),
)

TESTS = (
    KnownTest("APP", "Appearance", "finished", "QC-101", "complies", None),
    KnownTest("ID-MG", "Identity, magnesium", "finished", "QC-114", "complies", None),
    KnownTest("ASSAY-MG", "Magnesium, ICP-OES", "finished", "QC-120", "120 to 150 mg/capsule", "mg/{capsule}"),
    KnownTest("DISINT", "Disintegration", "finished", "USP-2040", "NMT 30 min", "min"),
    KnownTest("LEAD", "Lead, ICP-MS", "finished", "USP-2232", "NMT 0.5 ppm", "[ppm]"),
    KnownTest("ARSENIC", "Arsenic, ICP-MS", "finished", "USP-2232", "NMT 1.0 ppm", "[ppm]"),
    KnownTest("CADMIUM", "Cadmium, ICP-MS", "finished", "USP-2232", "NMT 0.5 ppm", "[ppm]"),
    KnownTest("MERCURY", "Mercury, ICP-MS", "finished", "USP-2232", "NMT 0.1 ppm", "[ppm]"),
    KnownTest("TAMC", "Total aerobic count", "finished", "USP-2021", "NMT 1000 CFU/g", "[CFU]/g"),
    KnownTest("TYMC", "Yeasts and molds", "finished", "USP-2021", "<100 CFU/g", "[CFU]/g"),
    KnownTest("ECOLI", "Escherichia coli", "finished", "USP-2022", "absent in 10 g", None),
    KnownTest("SALM", "Salmonella", "finished", "USP-2022", "absent in 10 g", None),
)


def known_lot() -> KnownLot:
    """The lot that `complete_pack()` is the evidence of."""
    return KnownLot(
        agreement_number="QA-ALD-KEY-01",
        agreement_version="2",
        product_code="MG-GLY-120",
        product_name="Magnesium Glycinate 120 mg, 120 capsules",
        master_record_number="MMR-0417",
        master_record_version="3",
        batch_size=Decimal(600000),
        batch_size_unit="{capsule}",
        lot_number=LOT,
        site_name="Keystone Blending Co., Ogden, Utah",
        site_registration="18234567104",
        time_zone="America/Denver",
        made_on=date(2026, 3, 11),
        packed_on=date(2026, 3, 16),
        expires_on=date(2028, 3, 31),
        quantity=Decimal(4942),
        quantity_unit="{bottle}",
        steps=STEPS,
        components=COMPONENTS,
        yields=YIELDS,
        control_points=CONTROL_POINTS,
        tests=TESTS,
        sampling_plan_number="SP-007",
        sampling_plan_version="2",
        label_number="LBL-MG120",
        label_version="5",
        gtin=GTIN,
        market="US",
        labels_per_unit=1,
        unit_content=Decimal(120),
        unit_content_unit="{capsule}",
    )
