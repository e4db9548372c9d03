"""Rows of the sample dossier: results, yields, materials, label counts and the deviation."""

from datetime import UTC, date, datetime
from decimal import Decimal

from workspace.dossier_data import EventFact, EventStep, LabelCount, MaterialFact, PhaseYield, ResultFact

TESTED = date(2026, 3, 17)
LABORATORY = "Summit Analytical, Boulder"
CERTIFICATE = "CoA 26-1183"


def result(
    test: str, method: str, reported: str, value: str | None, unit: str, limit: str,
    low: str | None, high: str | None, verdict: str = "Conforms",
) -> ResultFact:  # fmt: skip
    figures = [None if text is None else Decimal(text) for text in (value, low, high)]
    return ResultFact(
        test=test, method=method, laboratory=LABORATORY, stage="finished product", reported=reported,
        value=figures[0], unit=unit, limit=limit, low=figures[1], high=figures[2], verdict=verdict,
        tone="good" if verdict == "Conforms" else "bad", tested_on=TESTED, certificate=CERTIFICATE,
    )  # fmt: skip


RESULTS = (
    result("Magnesium, ICP-OES", "QC-120", "131.4", "131.4", "mg/capsule", "120 to 150", "120", "150"),
    result("Lead, ICP-MS", "USP 2232", "0.62", "0.62", "ppm", "NMT 0.5", None, "0.5", "Out of specification"),
    result("Arsenic, ICP-MS", "USP 2232", "0.08", "0.08", "ppm", "NMT 1.0", None, "1.0"),
    result("Cadmium, ICP-MS", "USP 2232", "<0.05", None, "ppm", "NMT 0.5", None, "0.5"),
    result("Mercury, ICP-MS", "USP 2232", "ND", None, "ppm", "NMT 0.1", None, "0.1"),
    result("Disintegration", "USP 2040", "11.5", "11.5", "min", "NMT 30", None, "30"),
    result("Total aerobic count", "USP 2021", "260", "260", "CFU/g", "NMT 1000", None, "1000"),
    result("Salmonella", "USP 2022", "absent", None, "in 10 g", "absent", None, None),
)

YIELDS = (
    PhaseYield("Blending", Decimal("420.000"), Decimal("418.260"), "kg", Decimal("99.6"), Decimal("98.0"),
               Decimal("100.5"), "Inside", "good"),
    PhaseYield("Encapsulation", Decimal(600000), Decimal(594100), "capsules", Decimal("99.0"),
               Decimal("97.0"), Decimal("101.0"), "Inside", "good"),
    PhaseYield("Packaging", Decimal(5000), Decimal(4912), "bottles", Decimal("98.2"), Decimal("96.0"),
               Decimal("100.5"), "Inside", "good"),
)  # fmt: skip


def material(
    level: int, code: str, name: str, lot: str, supplier: str, supplier_lot: str, quantity: str,
    unit: str, step: str,
) -> MaterialFact:  # fmt: skip
    return MaterialFact(
        level=level, item_code=code, item_name=name, lot_number=lot, supplier=supplier,
        supplier_lot=supplier_lot, manufacturer=f"{supplier}, plant 1",
        received_on=date(2026, 2, 3), expires_on=date(2027, 12, 31),
        quantity=Decimal(quantity), unit=unit, step=step, status="Approved", tone="good",
    )  # fmt: skip


MATERIALS = (
    material(1, "MGBG-20", "Magnesium bisglycinate, 20 % magnesium", "MG-7731", "Balchem", "BG25-0917",
             "360.120", "kg", "10"),
    material(2, "MGO-USP", "Magnesium oxide", "MO-118", "Premier Magnesia", "PM-55120", "118.400", "kg", ""),
    material(1, "RICE-FL", "Rice flour", "RF-2204", "Ribus", "R-8841", "54.010", "kg", "20"),
    material(1, "SIO2", "Silica ≤ 10 µm", "SI-0907", "Evonik", "E25-77102", "1.802", "kg", "40"),
    material(1, "MGST-V", "Magnesium stearate, vegetable", "ST-3310", "Peter Greven", "PG-1207", "4.198",
             "kg", "40"),
    material(1, "CAP-00", "Hypromellose capsule shell, size 00", "CP-0518", "Lonza", "L-990812", "598400",
             "capsules", "50"),
    material(1, "LBL-MG120", "Label, magnesium glycinate 120 ct", "LR-88", "Inland Label", "IL-20260119",
             "5200", "labels", "80"),
)  # fmt: skip

LABELS = (
    LabelCount("LR-88", "LBL-MG120", "v7", 5200, 4981, 180, 25, 6, 2, 6, "tolerance 0.25 %", "Exception", "wait"),
    LabelCount("LR-89", "LBL-MG120", "v7", 10400, None, None, None, None, None, None, "", "Missing", "wait"),
)

EVENT = EventFact(
    number="DEV-31",
    kind="Out of specification",
    classification="major",
    title="Lead above the limit in the finished product",
    state="Sponsor's decision",
    tone="wait",
    clause="5.2",
    relation="direct",
    discovered_at=datetime(2026, 3, 17, 21, 12, 0, tzinfo=UTC),
    recorded_at=datetime(2026, 3, 17, 22, 40, 8, tzinfo=UTC),
    closed_at=None,
    deviation="Lead 0.62 ppm in the composite sample of MG2603-114; the limit is NMT 0.5 ppm.",
    cause="Under investigation: lot MO-118 of magnesium oxide showed 1.4 ppm on re-test.",
    effect="Exceeds the specification; daily intake from 2 capsules stays below 1 µg.",
    correction="Lot MO-118 rejected; incoming lead limit set for magnesium oxide.",
    material="Held in cage 4, 4912 bottles.",
    scientific_reason="",
    disposition="Reject proposed",
    steps=(
        EventStep(datetime(2026, 3, 17, 22, 40, 8, tzinfo=UTC), "Reported", "D. Okafor", "OOS on CoA 26-1183"),
        EventStep(datetime(2026, 3, 17, 22, 41, 0, tzinfo=UTC), "Sponsor notified", "System", ""),
        EventStep(datetime(2026, 3, 19, 15, 5, 33, tzinfo=UTC), "Disposition proposed", "D. Okafor", "Reject"),
    ),
)
