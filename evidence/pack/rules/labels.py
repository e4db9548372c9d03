"""R401, R402, R414: the label that was applied is the approved one (21 CFR 111.410, 111.260(k)(2))."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, listed, not_applicable, passed, problems_or

LABEL = "packaging.label"
ROLLS = "packaging.rolls"


@rule(
    "R401",
    "111.410(a),(c), 111.260(k)(2)",
    "Label and version are the approved ones for this product and market",
    cure="Show that the approved label was applied; a lot with any other label is relabeled or rejected.",
    by=("CQC", "SLB"),
)
def label_approved(context: Context) -> Iterator[Finding]:
    label, approved = context.pack.packaging.label, context.baseline.label
    if approved is None or approved.version is None:
        yield failed(LABEL, "No approved label was in force for this product.", stated=label.number)
        return
    wanted = f"{approved.number} version {approved.version}"
    yield from problems_or(
        _label_problems(context, wanted),
        passed(LABEL, f"{wanted} was applied, the approved label of {context.baseline.product.code}.", label=wanted),
    )


def _label_problems(context: Context, wanted: str) -> Iterator[Finding]:
    label, product = context.pack.packaging.label, context.baseline.product
    applied = f"{label.number} version {label.version}"
    if label.number is None or label.version is None:
        yield failed(LABEL, "The label or its version is missing.", approved=wanted)
    elif applied != wanted:
        yield failed(LABEL, f"{applied} was applied; {wanted} is the approved label.", stated=applied, approved=wanted)
    if label.market is None:
        yield failed(LABEL, "The market that the label is made for is missing.", approved=product.market)
    elif label.market != product.market:
        yield failed(
            LABEL,
            f"The label is made for {label.market}, the product for {product.market}.",
            stated=label.market,
            approved=product.market,
        )
    for position, roll in enumerate(context.pack.packaging.rolls, start=1):
        printed = f"{roll.label} version {roll.label_version}"
        if printed != wanted:
            text = printed if roll.label and roll.label_version else "a label that is not named"
            yield failed(
                at(ROLLS, position),
                f"Roll {roll.number} holds {text}; {wanted} is approved.",
                roll=roll.number,
                stated=text,
            )


@rule(
    "R402",
    "111.410(c), 111.75(f)",
    "Quality control examined the label before the run",
    cure="Show quality control's examination of the label before the first unit was labeled.",
    by=("CQC",),
)
def label_examined(context: Context) -> Iterator[Finding]:
    label = context.pack.packaging.label
    firsts = [row.first_unit_at for row in context.pack.packaging.clearances if row.first_unit_at]
    facts = {
        "examined_by": label.examined_by,
        "examined_at": label.examined_at,
        "first_unit_at": min(firsts, default=None),
    }
    absent = [
        name
        for value, name in (
            (label.examined_by, "who examined the label"),
            (label.examined_at, "when the label was examined"),
            (firsts or None, "when the first unit was labeled"),
        )
        if value is None
    ]
    if absent:
        yield failed(LABEL, f"Missing: {listed(absent)}.", **facts)
    elif label.examined_at and label.examined_at > min(firsts):
        yield failed(LABEL, "The label was examined after the first unit was labeled.", **facts)
    else:
        yield passed(LABEL, f"{label.examined_by} examined the label before the first unit was labeled.", **facts)


@rule(
    "R414",
    "111.260(k)(2)",
    "The label image is the approved artwork",
    severity="W",
    cure="Compare the image with the approved artwork and say why the files differ.",
    by=("SLB",),
)
def image_is_artwork(context: Context) -> Iterator[Finding]:
    label, approved = context.pack.packaging.label, context.baseline.label
    artwork = approved.artwork_sha256 if approved else ""
    if label.image_sha256 is None or not artwork:
        yield not_applicable(LABEL, "No hash of the label image, or of the approved artwork, to compare.")
        return
    facts = {"image_sha256": label.image_sha256, "artwork_sha256": artwork}
    if label.image_sha256 == artwork.lower():
        yield passed(LABEL, "The label image is the approved artwork.", **facts)
    else:
        yield failed(LABEL, "The label image is another file than the approved artwork.", **facts)
