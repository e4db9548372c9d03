"""The standing facts behind `complete_pack()`: suppliers, methods, people, component specifications, equipment."""

from datetime import date

from masters.standing import (
    ComponentSpecificationValue,
    EquipmentValue,
    MethodValue,
    PersonValue,
    StandingFacts,
    SupplierValue,
)
from tests.factories.pack_figures import CERTIFICATES, RECEIPTS

INGREDIENTS = ("MGBG-20", "RICE-FL", "SIO2", "MGST-V", "CAP-00")
_SINCE = date(2025, 1, 6)

SUPPLIERS = tuple(
    SupplierValue(
        component=code,
        supplier=RECEIPTS[code][1],
        site=RECEIPTS[code][2],
        approved_from=_SINCE,
        approved_until=date(2027, 12, 31),
        confirmed_on=date(2025, 11, 4),
        document="SQ-2025-014 supplier qualification",
        reconfirm_by=date(2026, 11, 4),
    )
    for code in INGREDIENTS
)
METHODS = (
    MethodValue("QC-031", "FTIR identity", ("MGBG-20",)),
    MethodValue("QC-010", "Color and odor", (), is_organoleptic=True),
)
PEOPLE = (
    PersonValue("JLO", "Jose L. Ortega", "production", _SINCE, date(2026, 12, 31)),
    PersonValue("MAV", "Maria A. Vance", "production", _SINCE, date(2026, 12, 31), ("SOP-210 v4", "SOP-215 v2")),
    PersonValue("PKS", "Priya K. Shah", "production", _SINCE, date(2026, 12, 31)),
    PersonValue("CHW", "Charlotte H. Wynn", "quality control", _SINCE, date(2026, 12, 31)),
    PersonValue("RDN", "Rosa D. Nunez", "laboratory", _SINCE, date(2026, 12, 31)),
)
COMPONENT_SPECIFICATIONS = (
    ComponentSpecificationValue("MGBG-20", ("IDENTITY", "ASSAY")),
    *(
        ComponentSpecificationValue(code, tuple(row[1] for row in CERTIFICATES if row[0] == code))
        for code in INGREDIENTS[1:]
    ),
)
EQUIPMENT = (
    EquipmentValue("BL-03", "V-blender, 20 cubic feet", date(2027, 1, 31), 72),
    EquipmentValue("EN-02", "Capsule filler", date(2027, 1, 31), 72),
)
STANDING = StandingFacts(SUPPLIERS, METHODS, PEOPLE, COMPONENT_SPECIFICATIONS, EQUIPMENT)
