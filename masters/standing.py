"""What is approved for a partnership beside a product's versions: suppliers, methods, people, equipment.

Rules read these frozen values; a fact that is not listed is a gap, never a pass.
"""

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class SupplierValue:
    """A supplier and its site, approved for one component (21 CFR 111.75(a)(2)(ii), 111.73).

    `confirmed_on`: its certificates were last confirmed by own tests ((A)); `document` describes how ((C));
    `reconfirm_by`: until then the certificates may be relied on ((D)). An empty `site` stands for every site.
    """

    component: str
    supplier: str
    site: str = ""
    approved_from: date | None = None
    approved_until: date | None = None
    confirmed_on: date | None = None
    document: str = ""
    reconfirm_by: date | None = None


@dataclass(frozen=True, slots=True)
class MethodValue:
    """An approved test method and the components it is fit for; none listed means any (111.75(h), 111.320(a))."""

    number: str
    title: str = ""
    components: tuple[str, ...] = ()
    is_organoleptic: bool = False


@dataclass(frozen=True, slots=True)
class PersonValue:
    """A person by the initials in batch records, the unit, and what they are trained for (111.12–111.14).

    `procedures` are written procedures with their versions; none listed means all of the person's job.
    """

    initials: str
    name: str = ""
    unit: str = "production"
    trained_from: date | None = None
    trained_until: date | None = None
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ComponentSpecificationValue:
    """The attributes that a component must meet (111.70(b))."""

    component: str
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EquipmentValue:
    """Qualified equipment, until when, and how long it stays clean (111.25–111.30, 111.27(d))."""

    number: str
    name: str = ""
    qualified_until: date | None = None
    clean_hold_hours: int | None = None


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """All of them, as they stood when a pack was checked."""

    suppliers: tuple[SupplierValue, ...] = ()
    methods: tuple[MethodValue, ...] = ()
    people: tuple[PersonValue, ...] = ()
    component_specifications: tuple[ComponentSpecificationValue, ...] = ()
    equipment: tuple[EquipmentValue, ...] = ()

    def person(self, initials: str) -> PersonValue | None:
        return next((p for p in self.people if p.initials.casefold() == initials.casefold()), None)

    def attributes_of(self, component: str) -> tuple[str, ...] | None:
        """The attributes of a component's specification; None where none is recorded."""
        return next((s.attributes for s in self.component_specifications if s.component == component), None)


NOTHING_RECORDED = StandingFacts()


@dataclass(frozen=True, slots=True)
class StandingKind:
    """One kind of standing fact: how it is called, what makes a row of it the same row, and its value."""

    name: str
    title: str
    paragraph: str
    key: tuple[str, ...]
    value: type

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.value))


KINDS: dict[str, StandingKind] = {
    kind.name: kind
    for kind in (
        StandingKind(
            "suppliers",
            "Approved suppliers",
            "21 CFR 111.75(a)(2)(ii)",
            ("component", "supplier", "site"),
            SupplierValue,
        ),
        StandingKind("methods", "Approved methods", "21 CFR 111.75(h), 111.320(a)", ("number",), MethodValue),
        StandingKind("people", "People and training", "21 CFR 111.12-111.14", ("initials",), PersonValue),
        StandingKind(
            "component_specifications",
            "Component specifications",
            "21 CFR 111.70(b)",
            ("component",),
            ComponentSpecificationValue,
        ),
        StandingKind("equipment", "Equipment", "21 CFR 111.25-111.30, 111.27(d)", ("number",), EquipmentValue),
    )
}
