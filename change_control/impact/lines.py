"""The lines of an impact list: by the kind of change, with what the platform knows and whose sign-off each needs."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """`signers`: the roles that may sign a line off; of the first one of them somebody must."""

    title: str
    asks: str
    signers: tuple[str, ...]


AREAS: Mapping[str, Area] = {
    "quality": Area("Quality of the product", "Identity, purity, strength, composition?", ("SQA", "SQH")),
    "validation": Area("Validation and qualification", "What is validated or qualified anew?", ("CQA",)),
    "training": Area("Training and procedures", "Who is trained on what, by when?", ("CQA",)),
    "label": Area("Label and claims", "Text, claims, allergens, artwork, label stock?", ("SLB",)),
    "methods": Area("Test methods", "Are the methods fit for it, and transferred?", ("LAB",)),
    "stability": Area("Stability and shelf life", "Does the study still support the shelf life?", ("SQA", "SQH")),
    "regulatory": Area("Regulatory", "Registrations, notices, markets?", ("SQH",)),
    "lots": Area("Open lots and work in progress", "What becomes of them?", ("CQA",)),
    "stock": Area("Component and label stock", "Used up, returned or destroyed?", ("CQA",)),
    "products": Area("Other products of this sponsor", "Which of them change too?", ("SQA", "SQH")),
    "sponsors": Area("Products of other sponsors", "Unaffected, or asked in requests of their own?", ("CQA",)),
}
_ALWAYS = ("quality", "validation", "training", "stability", "regulatory", "lots", "products", "sponsors")
_LABEL = frozenset({"label", "formula", "component_spec", "packaging", "shelf_life", "shared_line"})
_METHODS = frozenset({"method", "component_spec", "formula", "supplier"})
_STOCK = frozenset({"supplier", "component_spec", "formula", "packaging", "label"})


@dataclass(frozen=True, slots=True)
class LineToAnswer:
    """A line as it is generated: the area, what is known about it, whose sign-off it needs."""

    area: str
    facts: str
    signers: tuple[str, ...]


def areas_of(trigger: str) -> tuple[str, ...]:
    """In the order of `AREAS`."""
    wanted = set(_ALWAYS)
    for area, triggers in (("label", _LABEL), ("methods", _METHODS), ("stock", _STOCK)):
        if trigger in triggers:
            wanted.add(area)
    return tuple(area for area in AREAS if area in wanted)


def lines_for(trigger: str, facts: Mapping[str, str], signers: Mapping[str, tuple[str, ...]]) -> list[LineToAnswer]:
    """`facts`: area → what is known; `signers`: area → the roles where they are not the usual ones."""
    return [
        LineToAnswer(area, facts.get(area, ""), signers.get(area, AREAS[area].signers)) for area in areas_of(trigger)
    ]
