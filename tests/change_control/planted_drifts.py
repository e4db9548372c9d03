"""Differences planted in the complete pack, one each, and what the drift detector must say of it.

What it must say: (kind, where, approved, found).
"""

from collections.abc import Callable

from change_control.drift import Drift, Kind
from evidence.pack.format import Pack
from tests.factories.known_lots import GTIN
from tests.factories.packs import added, with_fields, with_row, without_rows

Change = Callable[[Pack], Pack]
Planted = tuple[str, Change, Drift]


def _row(table: str, where: dict[str, object], **fields: object) -> Change:
    return lambda pack: with_row(pack, table, where, **fields)


def _field(section: str, **fields: object) -> Change:
    return lambda pack: with_fields(pack, section, **fields)


def _no(table: str, **where: object) -> Change:
    return lambda pack: without_rows(pack, table, where)


def _more(table: str, **fields: object) -> Change:
    return lambda pack: added(pack, table, **fields)


STEPS, USED, LOTS = "batch_record.steps", "materials.consumption", "materials.component_lots"
READ, YIELDS, MACHINES = "batch_record.readings", "batch_record.yields", "batch_record.equipment"
RESULTS, IDENTITY, ROLLS = "laboratory.results", "materials.identity_tests", "packaging.rolls"
FACTS, PLAN, LABEL, UNITS = "packaging.facts", "laboratory.sampling", "packaging.label", "packaging.units"
_MACHINES = "BL-03, EN-02"
_IN_ORDER = "10, 20, 30, 40, 50, 60, 70, 80"
_HUMIDITY, _WEIGHT = "Blending room humidity", "Filled capsule weight"
_SPHERE = "Metal detector challenge, ferrous sphere"
_SITE = "Balchem Corp., Layton, Utah"
_RICE_SITE = "RiceBran Ingredients, West Sacramento, California"
_LEAD, _LABS = "Lead, ICP-MS", "Summit Analytical Laboratory"


def _of(kind: Kind, where: str, approved: str, found: str) -> Drift:
    return Drift(kind, where, approved, found)


RECORD: list[Planted] = [
    ("another master record", _field("header", master_record_number="MMR-0420"),
     _of(Kind.MASTER_RECORD, "master record", "MMR-0417 v3", "MMR-0420 v3")),
    ("an earlier version of it", _field("header", master_record_version="2"),
     _of(Kind.MASTER_RECORD, "master record", "MMR-0417 v3", "MMR-0417 v2")),
    ("another batch size", _field("header", batch_size="650000"),
     _of(Kind.MASTER_RECORD, "batch size", "600000 capsule", "650000 capsule")),
]  # fmt: skip
COMPONENTS: list[Planted] = [
    ("a filler that nobody approved", _more(USED, step="20", component="MALTO-10", actual="2", unit="kg"),
     _of(Kind.COMPONENT, "MALTO-10", "not in the formula", "MALTO-10, 2 kg")),
    ("a colorant without an amount", _more(USED, step="40", component="TIO2"),
     _of(Kind.COMPONENT, "TIO2", "not in the formula", "TIO2")),
    ("a component left out", _no(USED, component="SIO2"),
     _of(Kind.COMPONENT, "SIO2", "Silica, 1.8 kg", "not used")),
    ("no desiccant", _no(USED, component="DES-1G"),
     _of(Kind.COMPONENT, "DES-1G", "Desiccant canister, 1 g, 5000 unit", "not used")),
    ("a lower target", _row(USED, {"component": "MGBG-20"}, target="350"),
     _of(Kind.AMOUNT, "target of MGBG-20", "360 kg", "350 kg")),
    ("a target in another unit", _row(USED, {"component": "SIO2"}, target="1900", tolerance="10", unit="g"),
     _of(Kind.AMOUNT, "target of SIO2", "1.8 kg", "1900 g")),
    ("more shells", _row(USED, {"component": "CAP-00"}, target="612000"),
     _of(Kind.AMOUNT, "target of CAP-00", "600000 capsule", "612000 capsule")),
    ("a wider tolerance", _row(USED, {"component": "MGST-V"}, tolerance="0.05"),
     _of(Kind.AMOUNT, "tolerance of MGST-V", "± 0.01 kg", "± 0.05 kg")),
    ("a narrower tolerance", _row(USED, {"component": "RICE-FL"}, tolerance="0.05"),
     _of(Kind.AMOUNT, "tolerance of RICE-FL", "± 0.108 kg", "± 0.05 kg")),
]  # fmt: skip
SUPPLIERS: list[Planted] = [
    ("another supplier", _row(LOTS, {"component": "MGBG-20"}, supplier="Jost Chemical Co."),
     _of(Kind.SUPPLIER, "MGBG-20, lot C-26-0412", "Balchem Corp.", "Jost Chemical Co.")),
    ("another shell", _row(LOTS, {"component": "CAP-00"}, supplier="Lonza Capsugel"),
     _of(Kind.SUPPLIER, "CAP-00, lot C-26-0420", "CapsCanada Corp.", "Lonza Capsugel")),
    ("another silica", _row(LOTS, {"component": "SIO2"}, supplier="W. R. Grace"),
     _of(Kind.SUPPLIER, "SIO2, lot C-26-0377", "Evonik Corp.", "W. R. Grace")),
    ("used before its approval", _row(USED, {"component": "MGST-V"}, weighed_at="2024-12-30 09:45"),
     _of(Kind.SUPPLIER, "MGST-V, lot C-26-0381", "Nutra Excipients LLC, approved from 2025-01-06 until 2027-12-31",
         "Nutra Excipients LLC, used on 2024-12-30")),
    ("another site of it", _row(LOTS, {"component": "MGBG-20"}, manufacturer_site="Verona, Missouri"),
     _of(Kind.SITE, "MGBG-20, lot C-26-0412", _SITE, "Balchem Corp., Verona, Missouri")),
    ("rice from another mill", _row(LOTS, {"component": "RICE-FL"}, manufacturer_site="Stuttgart, Arkansas"),
     _of(Kind.SITE, "RICE-FL, lot C-26-0398", _RICE_SITE, "RiceBran Ingredients, Stuttgart, Arkansas")),
    ("silica from another works", _row(LOTS, {"component": "SIO2"}, manufacturer_site="Chester, Pennsylvania"),
     _of(Kind.SITE, "SIO2, lot C-26-0377", "Evonik Corp., Rheinfelden, Germany",
         "Evonik Corp., Chester, Pennsylvania")),
]  # fmt: skip
STEPS_MADE: list[Planted] = [
    ("lubricated before blending", _row(STEPS, {"number": "40"}, started_at="2026-03-10 09:12"),
     _of(Kind.STEPS, "order of steps", _IN_ORDER, "10, 20, 40, 30, 50, 60, 70, 80")),
    ("rice before the active", _row(STEPS, {"number": "20"}, started_at="2026-03-10 07:10"),
     _of(Kind.STEPS, "order of steps", _IN_ORDER, "20, 10, 30, 40, 50, 60, 70, 80")),
    ("labeled before filled", _row(STEPS, {"number": "80"}, started_at="2026-03-16 07:50"),
     _of(Kind.STEPS, "order of steps", _IN_ORDER, "10, 20, 30, 40, 50, 60, 80, 70")),
    ("a step skipped", _no(STEPS, number="60"),
     _of(Kind.STEPS, "step 60", "Polish, pass metal detector, hold in lined drums", "not performed")),
    ("a step that nobody wrote", _more(STEPS, number="35", instruction="Mill again through 40 mesh"),
     _of(Kind.STEPS, "step 35", "no such step", "Mill again through 40 mesh")),
    ("a step without a title", _more(STEPS, number="65"), _of(Kind.STEPS, "step 65", "no such step", "performed")),
    ("silica added early", _row(USED, {"component": "SIO2"}, step="20"),
     _of(Kind.STEPS, "SIO2", "added in step 40", "added in step 20")),
    ("humidity read later", _row(READ, {"control_point": _HUMIDITY}, step="40"),
     _of(Kind.STEPS, _HUMIDITY, "read in step 30", "read in step 40")),
]  # fmt: skip
RANGES: list[Planted] = [
    ("a higher humidity allowed", _row(READ, {"control_point": _HUMIDITY}, highest="55"),
     _of(Kind.RANGE, _HUMIDITY, "at most 45 % RH", "at most 55 % RH")),
    ("a lower end that is not approved", _row(READ, {"control_point": _HUMIDITY}, lowest="20"),
     _of(Kind.RANGE, _HUMIDITY, "at most 45 % RH", "20 % RH to 45 % RH")),
    ("lighter capsules allowed", _row(READ, {"control_point": _WEIGHT}, lowest="760"),
     _of(Kind.RANGE, _WEIGHT, "780 mg to 860 mg", "760 mg to 860 mg")),
    ("heavier capsules allowed", _row(READ, {"control_point": _WEIGHT}, highest="880"),
     _of(Kind.RANGE, _WEIGHT, "780 mg to 860 mg", "780 mg to 880 mg")),
    ("no upper end", _row(READ, {"control_point": _WEIGHT}, highest=None),
     _of(Kind.RANGE, _WEIGHT, "780 mg to 860 mg", "at least 780 mg")),
    ("a larger sphere", _row(READ, {"control_point": _SPHERE}, highest="2.5"),
     _of(Kind.RANGE, _SPHERE, "at most 1.5 mm", "at most 2.5 mm")),
    ("a lower least yield", _row(YIELDS, {"phase": "Packaging"}, lowest_percent="90"),
     _of(Kind.RANGE, "yield of Packaging", "96 % to 100.5 %", "90 % to 100.5 %")),
    ("a higher most yield", _row(YIELDS, {"phase": "Blending"}, highest_percent="103"),
     _of(Kind.RANGE, "yield of Blending", "98 % to 100.5 %", "98 % to 103 %")),
    ("another theoretical yield", _row(YIELDS, {"phase": "Blending"}, theoretical="425"),
     _of(Kind.RANGE, "yield of Blending", "420 kg", "425 kg")),
]  # fmt: skip
EQUIPMENT: list[Planted] = [
    ("another blender", _row(MACHINES, {"number": "BL-03"}, number="BL-07", name="Ribbon blender"),
     _of(Kind.EQUIPMENT, "step 30", _MACHINES, "BL-07 Ribbon blender")),
    ("another filler", _row(MACHINES, {"number": "EN-02"}, number="EN-05", name=None),
     _of(Kind.EQUIPMENT, "step 50", _MACHINES, "EN-05")),
    ("a mill beside them", _more(MACHINES, number="ML-01", name="Hammer mill"),
     _of(Kind.EQUIPMENT, "equipment", _MACHINES, "ML-01 Hammer mill")),
]  # fmt: skip
TESTING: list[Planted] = [
    ("another method", _row(RESULTS, {"test": "LEAD"}, method="USP-2021"),
     _of(Kind.METHOD, _LEAD, "USP-2232", "USP-2021")),
    ("identity by eye", _row(RESULTS, {"test": "ID-MG"}, method="QC-101"),
     _of(Kind.METHOD, "Identity, magnesium", "QC-114", "QC-101")),
    ("identity of the active by another method", _row(IDENTITY, {}, method="QC-044"),
     _of(Kind.METHOD, "identity of MGBG-20", "QC-031, QC-010", "QC-044")),
    ("a higher limit", _row(RESULTS, {"test": "LEAD"}, limit="NMT 1.0 ppm"),
     _of(Kind.LIMIT, _LEAD, "≤0.5 ppm", "≤1.0 ppm")),
    ("a lower least assay", _row(RESULTS, {"test": "ASSAY-MG"}, limit="110 to 150"),
     _of(Kind.LIMIT, "Magnesium, ICP-OES", "120 to 150 mg/capsule", "110 to 150")),
    ("a smaller portion", _row(RESULTS, {"test": "SALM"}, limit="absent in 1 g"),
     _of(Kind.LIMIT, "Salmonella", "absent in 10 g", "absent in 1 g")),
    ("another laboratory", _row(RESULTS, {"test": "LEAD"}, laboratory="Beehive Testing LLC"),
     _of(Kind.LABORATORY, _LEAD, _LABS, "Beehive Testing LLC")),
    ("a laboratory not approved for it", _row(RESULTS, {"test": "LEAD"}, laboratory="Keystone QC Laboratory"),
     _of(Kind.LABORATORY, _LEAD, _LABS, "Keystone QC Laboratory with USP-2232")),
    ("another sampling plan", _field(PLAN, plan_number="SP-011"),
     _of(Kind.SAMPLING_PLAN, "sampling plan", "SP-007 v2", "SP-011 v2")),
    ("an earlier plan", _field(PLAN, plan_version="1"),
     _of(Kind.SAMPLING_PLAN, "sampling plan", "SP-007 v2", "SP-007 v1")),
]  # fmt: skip
LABELS: list[Planted] = [
    ("an earlier label", _field(LABEL, version="4"), _of(Kind.LABEL, "label", "LBL-MG120 v5", "LBL-MG120 v4")),
    ("another label", _field(LABEL, number="LBL-MG090"), _of(Kind.LABEL, "label", "LBL-MG120 v5", "LBL-MG090 v5")),
    ("one roll of the earlier label", _row(ROLLS, {"number": "L-26-0031-02"}, label_version="4"),
     _of(Kind.LABEL, "roll L-26-0031-02", "LBL-MG120 v5", "LBL-MG120 v4")),
    ("a label for Canada", _field(LABEL, market="CA"), _of(Kind.LABEL, "market", "US", "CA")),
    ("another barcode", _field(LABEL, gtin="00850041237800"), _of(Kind.LABEL, "GTIN", GTIN, "00850041237800")),
    ("two labels a bottle", _field(UNITS, labels_per_unit=2), _of(Kind.LABEL, "labels a unit", "1", "2")),
    ("an allergen named", _field(LABEL, allergens="soy"), _of(Kind.LABEL, "allergen statement", "none", "soy")),
    ("another amount", _row(FACTS, {"name": "Magnesium"}, amount="100"),
     _of(Kind.LABEL, "Magnesium", "120 mg/capsule", "100 mg/capsule")),
    ("an ingredient more", _more(FACTS, name="Zinc", amount="5", unit="mg"),
     _of(Kind.LABEL, "Zinc", "not declared", "5 mg")),
    ("an ingredient less", _no(FACTS, name="Rice flour"),
     _of(Kind.LABEL, "Rice flour", "declared without an amount", "not declared")),
    ("a longer life", _field("header", expires_on="2029-03-31"),
     _of(Kind.SHELF_LIFE, "expiry", "2028-03-31: 24 months from 2026-03-11", "2029-03-31")),
]  # fmt: skip
PLANTED = [*RECORD, *COMPONENTS, *SUPPLIERS, *STEPS_MADE, *RANGES, *EQUIPMENT, *TESTING, *LABELS]
