"""What is recorded for each partnership of the demo beside its products: suppliers, methods, people, equipment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from masters.standing import (
    ComponentSpecificationValue,
    EquipmentValue,
    MethodValue,
    PersonValue,
    SupplierValue,
)
from oversight.demo.designs import SUPPLIERS, Design

CERTIFICATES: Mapping[str, tuple[tuple[str, str, str, str, str | None], ...]] = {
    "RICE-FL": (("MOISTURE", "AOAC-925.10", "NMT 14", "11.{}", "%"), ("LEAD", "USP-2232", "NMT 0.5", "0.0{}", "[ppm]")),
    "SIO2": (("LOD", "USP-731", "NMT 5", "2.{}", "%"),),
    "MGST-V": (("ASSAY", "USP-MGST", "4.0 to 5.0", "4.{}", "%"),),
    "CAP-00": (("DISINT", "USP-701", "NMT 15", "6.{}", "min"),),
}
"""Component → attribute, method, limit, result (its last digits are the lot's own) and unit on the certificate."""
ACTIVE = (("PURITY", "HPLC-17", "NLT 97", "98.{}", "%"),)

_PEOPLE = (
    ("JLO", "Jose L. Ortega", "production"), ("MAV", "Maria A. Vance", "production"),
    ("TRM", "Tomas R. Meyer", "production"), ("CHW", "Charlotte H. Wynn", "quality control"),
    ("RDN", "Rosa D. Nunez", "laboratory"),
)  # fmt: skip


def standing_facts(products: Iterable[Design], on: date, until: date) -> dict[str, Sequence[Any]]:
    """Kind of fact → its rows, in force from two months before `on` until after `until`."""
    since, later = on - timedelta(days=60), until + timedelta(days=365)
    made = list(products)
    sources = {what.active: what.supplier for what in made} | {code: SUPPLIERS[code] for code in CERTIFICATES}
    attributes = {what.active: ("IDENTITY", *(row[0] for row in ACTIVE)) for what in made}
    attributes |= {code: tuple(row[0] for row in rows) for code, rows in CERTIFICATES.items()}
    return {
        "suppliers": [
            SupplierValue(code, supplier, site, since, later, since, "Supplier file 2025", later)
            for code, (supplier, site) in sources.items()
        ],
        "methods": [MethodValue("QC-031", "FTIR identity", tuple(what.active for what in made))],
        "people": [PersonValue(initials, name, unit, since, later) for initials, name, unit in _PEOPLE],
        "component_specifications": [ComponentSpecificationValue(code, found) for code, found in attributes.items()],
        "equipment": [
            EquipmentValue("BL-03", "V-blender, 20 cubic feet", later, 96),
            EquipmentValue("EN-02", "Capsule filler", later, 96),
        ],
    }
