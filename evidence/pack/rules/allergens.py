"""R108, R413: allergens that came along, from the line or in a component (21 CFR 111.27(d), 111.210(d))."""

from collections.abc import Iterator

from evidence.pack.rules.component_lots import consumed
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import (
    at,
    counted,
    failed,
    listed,
    not_applicable,
    not_judged,
    passed,
    problems_or,
    read,
)

EQUIPMENT = "batch_record.equipment"
LABEL = "packaging.label"
_NONE = frozenset({"none", "no allergens", "-"})


def allergens_in(text: str | None) -> frozenset[str]:
    """The allergens of a list such as “milk, soy”; empty for “none” and for nothing."""
    words = (word.strip().casefold() for word in (text or "").replace(";", ",").split(","))
    return frozenset(word for word in words if word and word not in _NONE)


@rule(
    "R108",
    "111.27(d), 111.260(c)",
    "No allergen of the product made before reaches this one",
    severity="W",
    cure="Show that the allergen was cleaned off the equipment, and name the proof.",
    by=("CQC",),
)
def no_allergen_carried_over(context: Context) -> Iterator[Finding]:
    rows, label = context.pack.batch_record.equipment, context.baseline.label
    own = allergens_in(label.allergens if label else None)
    if not rows:
        yield not_applicable(EQUIPMENT, "The pack names no equipment (R107).")
        return
    problems = []
    for position, row in enumerate(rows, start=1):
        subject = at(EQUIPMENT, position)
        foreign = sorted(allergens_in(row.previous_allergens) - own)
        if row.previous_allergens is None:
            problems.append(
                not_judged(subject, f"which allergens were on {row.number} before this lot", equipment=row.number)
            )
        elif foreign and row.allergen_cleaning is None:
            problems.append(
                failed(
                    subject,
                    f"{row.number} held {listed(foreign)} before, which this product does not declare, "
                    "and no proof of cleaning is named.",
                    equipment=row.number,
                    previous_product=row.previous_product,
                    allergens=foreign,
                )
            )
    yield from problems_or(
        problems,
        passed(
            EQUIPMENT,
            f"{counted(len(rows), 'item')} of equipment: no foreign allergen, or its cleaning is proven.",
            **read(rows, "number", "previous_product", "previous_allergens", "allergen_cleaning"),
            declared=sorted(own),
        ),
    )


@rule(
    "R413",
    "111.210(d), 111.260(k)(2)",
    "The label names every allergen of the components used",
    cure="Complete the allergen statement or the component's allergens; a lot labeled without it is relabeled or "
    "rejected.",
    by=("SLB", "CQC"),
)
def label_names_allergens(context: Context) -> Iterator[Finding]:
    stated, used = context.pack.packaging.label.allergens, consumed(context)
    rows = [row for row in context.pack.materials.component_lots if row.number in used]
    if stated is None:
        yield failed(LABEL, "The label's allergen statement is missing.")
        return
    if not rows:
        yield not_applicable(LABEL, "The pack lists no component lot that was used (R201).")
        return
    on_label = allergens_in(stated)
    problems = []
    for row in rows:
        if row.allergens is None and row.material not in ("packaging", "label"):
            problems.append(not_judged(f"{LABEL}/{row.number}", f"which allergens component lot {row.number} holds"))
        elif missing := sorted(allergens_in(row.allergens) - on_label):
            problems.append(
                failed(
                    f"{LABEL}/{row.number}",
                    f"Component lot {row.number} holds {listed(missing)}, which the label does not name.",
                    lot=row.number,
                    allergens=missing,
                    label=stated,
                )
            )
    yield from problems_or(
        problems,
        passed(
            LABEL,
            f"{counted(len(rows), 'component lot')}; the label names {listed(sorted(on_label)) or 'no allergen'}.",
            **read(rows, "number", "allergens"),
            label=stated,
        ),
    )
