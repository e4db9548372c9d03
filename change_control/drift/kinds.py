"""The kinds of difference, the changes that may cover each, and where the law asks for what was approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    MASTER_RECORD = "master_record"
    COMPONENT = "component"
    AMOUNT = "amount"
    STEPS = "steps"
    RANGE = "range"
    EQUIPMENT = "equipment"
    SUPPLIER = "supplier"
    SITE = "site"
    METHOD = "method"
    LIMIT = "limit"
    LABORATORY = "laboratory"
    SAMPLING_PLAN = "sampling_plan"
    LABEL = "label"
    SHELF_LIFE = "shelf_life"


TITLES: Mapping[Kind, str] = {
    Kind.MASTER_RECORD: "Master record",
    Kind.COMPONENT: "Component",
    Kind.AMOUNT: "Target or tolerance",
    Kind.STEPS: "Order of steps",
    Kind.RANGE: "Set-point or range",
    Kind.EQUIPMENT: "Equipment",
    Kind.SUPPLIER: "Supplier",
    Kind.SITE: "Manufacturer's site",
    Kind.METHOD: "Test method",
    Kind.LIMIT: "Limit of a test",
    Kind.LABORATORY: "Laboratory",
    Kind.SAMPLING_PLAN: "Sampling plan",
    Kind.LABEL: "Label",
    Kind.SHELF_LIFE: "Shelf life",
}
TRIGGERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.MASTER_RECORD: ("formula", "process"),
    Kind.COMPONENT: ("formula",),
    Kind.AMOUNT: ("formula",),
    Kind.STEPS: ("equipment", "process"),
    Kind.RANGE: ("process",),
    Kind.EQUIPMENT: ("equipment", "equipment_like"),
    Kind.SUPPLIER: ("supplier",),
    Kind.SITE: ("supplier",),
    Kind.METHOD: ("method",),
    Kind.LIMIT: ("method", "component_spec"),
    Kind.LABORATORY: ("method",),
    Kind.SAMPLING_PLAN: ("method",),
    Kind.LABEL: ("label", "packaging"),
    Kind.SHELF_LIFE: ("shelf_life",),
}
"""The kinds of change (`agreements.states.ChangeTrigger`) whose approval covers such a difference; the first of them
is the one to ask for."""
CITATIONS: Mapping[Kind, str] = {
    Kind.MASTER_RECORD: "21 CFR 111.205(a), 111.255(a)",
    Kind.COMPONENT: "21 CFR 111.210(b)",
    Kind.AMOUNT: "21 CFR 111.210(b)-(c)",
    Kind.STEPS: "21 CFR 111.210(h), 111.255(c)",
    Kind.RANGE: "21 CFR 111.70(a), 111.210(h)",
    Kind.EQUIPMENT: "21 CFR 111.27, 111.260(b)",
    Kind.SUPPLIER: "21 CFR 111.75(a)(2)(ii)",
    Kind.SITE: "21 CFR 111.75(a)(2)(ii)",
    Kind.METHOD: "21 CFR 111.75(h), 111.320",
    Kind.LIMIT: "21 CFR 111.70(e)",
    Kind.LABORATORY: "21 CFR 111.320",
    Kind.SAMPLING_PLAN: "21 CFR 111.75(c), 111.80",
    Kind.LABEL: "21 CFR 111.410, 111.415",
    Kind.SHELF_LIFE: "21 CFR 111.210(g), 111.605(a)",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference: `where` names the component, step, test or field; both values as people write them."""

    kind: Kind
    where: str
    approved: str
    found: str

    @property
    def title(self) -> str:
        return TITLES[self.kind]

    @property
    def citation(self) -> str:
        return CITATIONS[self.kind]

    @property
    def triggers(self) -> tuple[str, ...]:
        return TRIGGERS[self.kind]
