"""R407–R410: labels are reconciled and their count fits the units (21 CFR 111.410(b), 111.415(h), trap T9)."""

from collections.abc import Iterator
from decimal import Decimal

from evidence.pack.format import LabelRoll
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, failed, listed, needs_event, not_applicable, passed, problems_or
from evidence.pack.rules.label_issuance import not_issued
from evidence.pack.rules.quantities import shown

ROLLS = "packaging.rolls"
UNITS = "packaging.units"
_COUNTS = ("issued", "applied", "returned", "destroyed", "samples", "retained")


def _tolerances(context: Context) -> tuple[int, Decimal]:
    """Labels, and percent of those issued; nothing is tolerated where no label is approved."""
    label = context.baseline.label
    return (label.tolerance_labels, label.tolerance_percent) if label else (0, Decimal(0))


@rule(
    "R407",
    "111.410(b), 111.260(k)(1)",
    "Labels are issued under control and accounted for, roll by roll",
    cure="Say who issued the roll, when, to which line; count again; report a label event for a difference too large.",
)
def rolls_reconcile(context: Context) -> Iterator[Finding]:
    rolls = context.pack.packaging.rolls
    if not rolls:
        yield failed(ROLLS, "The pack shows no label reconciliation.")
    for position, roll in enumerate(rolls, start=1):
        found, problem = _reconciled(context, at(ROLLS, position), roll), not_issued(context.pack.packaging, roll)
        if problem and found.outcome != "needs_event":
            facts = {"issued_by": roll.issued_by, "issued_at": roll.issued_at, "issued_to": roll.issued_to}
            yield failed(found.subject, f"Roll {roll.number} {problem}.", **found.inputs, **facts)
        else:
            yield found


def _reconciled(context: Context, subject: str, roll: LabelRoll) -> Finding:
    counts: dict[str, int | None] = {name: getattr(roll, name) for name in _COUNTS}
    labels, most_percent = _tolerances(context)
    facts = {"roll": roll.number, **counts, "tolerance_labels": labels, "tolerance_percent": most_percent}
    if roll.has_electronic_examination:
        return not_applicable(subject, f"Roll {roll.number} was examined electronically to 100 % (R410).", **facts)
    absent = [name for name, count in counts.items() if count is None]
    if absent:
        return failed(subject, f"Roll {roll.number} lacks the count of labels {listed(absent)}.", **facts)
    issued, *rest = (count for count in counts.values() if count is not None)
    variance = issued - sum(rest)
    text = f"Roll {roll.number}: {issued} labels issued, {sum(rest)} accounted for, difference {variance}"
    facts["variance"] = variance
    if issued == 0 and variance:
        return needs_event(subject, f"{text}, although none were issued.", **facts)
    if abs(variance) > labels or abs(variance) * 100 > most_percent * issued:
        return needs_event(subject, f"{text}; {labels} labels and {shown(most_percent)} % are allowed.", **facts)
    return passed(subject, f"{text}, within {labels} labels and {shown(most_percent)} %.", **facts)


@rule(
    "R408",
    "111.260(k)(1), 111.410(b)",
    "Labels applied equal the labeled units",
    cure="Count labels and units again; report a label event for a difference beyond the tolerance.",
)
def labels_fit_units(context: Context) -> Iterator[Finding]:
    units, rolls = context.pack.packaging.units, context.pack.packaging.rolls
    label = context.baseline.label
    each = label.labels_per_unit if label else units.labels_per_unit
    made = (units.good, units.rejected_labeled, units.sampled)
    applied = [roll.applied for roll in rolls]
    facts = {
        "applied": applied,
        "labels_per_unit": each,
        "good": made[0],
        "rejected_labeled": made[1],
        "sampled": made[2],
    }
    if rolls and None in applied and all(roll.has_electronic_examination for roll in rolls):
        yield not_applicable(UNITS, "Every roll was examined electronically to 100 % (R410).", **facts)
        return
    if not rolls or None in applied or None in made or each is None:
        yield failed(UNITS, "A count of labels applied or of labeled units is missing.", **facts)
        return
    total, wanted = sum(filter(None, applied)), each * sum(filter(None, made))
    allowed = _tolerances(context)[0]
    text = f"{total} labels applied, {wanted} on good, rejected and sampled units"
    facts |= {"total_applied": total, "total_on_units": wanted, "tolerance_labels": allowed}
    if units.labels_per_unit is not None and units.labels_per_unit != each:
        yield failed(UNITS, f"The pack states {units.labels_per_unit} labels a unit; {each} are approved.", **facts)
    elif abs(total - wanted) > allowed:
        yield needs_event(UNITS, f"{text}: a difference of {total - wanted}; {allowed} are allowed.", **facts)
    else:
        yield passed(UNITS, f"{text}: a difference of {total - wanted}, {allowed} are allowed.", **facts)


@rule(
    "R409",
    "111.415(h)",
    "The destruction of labels was witnessed by another person",
    cure="Name the witness of the destruction, who is neither the operator nor the one who destroyed.",
    by=("CQC",),
)
def destruction_witnessed(context: Context) -> Iterator[Finding]:
    rolls = [(i, roll) for i, roll in enumerate(context.pack.packaging.rolls, start=1) if roll.destroyed]
    if not rolls:
        yield not_applicable(ROLLS, "No labels were destroyed.")
        return
    yield from problems_or(
        (
            failed(
                at(ROLLS, position),
                f"{roll.destroyed} labels of roll {roll.number} were destroyed {problem}.",
                roll=roll.number,
                destroyed=roll.destroyed,
                operator=roll.operator,
                destroyed_by=roll.destroyed_by,
                witness=roll.witness,
            )
            for position, roll in rolls
            if (problem := _not_witnessed(roll))
        ),
        passed(
            ROLLS,
            "Every destruction of labels was witnessed by another person.",
            destroyed=sum(roll.destroyed or 0 for _, roll in rolls),
        ),
    )


def _not_witnessed(roll: LabelRoll) -> str:
    if roll.witness is None:
        return "without a witness"
    if roll.operator is None and roll.destroyed_by is None:
        return "by nobody named"
    own = {person.casefold() for person in (roll.operator, roll.destroyed_by) if person}
    return f"and witnessed by the same person, {roll.witness}" if roll.witness.casefold() in own else ""


@rule(
    "R410",
    "111.410(b)",
    "A 100 % electronic examination was challenged",
    severity="B",
    cure="Submit the challenge test of the electronic examination, or reconcile the labels.",
    by=("CQC",),
)
def examination_challenged(context: Context) -> Iterator[Finding]:
    rolls = [
        (i, roll) for i, roll in enumerate(context.pack.packaging.rolls, start=1) if roll.has_electronic_examination
    ]
    if not rolls:
        yield not_applicable(ROLLS, "No roll rests on a 100 % electronic examination; R407 reconciles them.")
        return
    documents = {document.name for document in context.pack.documents}
    yield from problems_or(
        (
            failed(
                at(ROLLS, position),
                f"Roll {roll.number} names {roll.challenge_document or 'no document'} as its challenge test, "
                "which is not among the documents.",
                roll=roll.number,
                challenge_document=roll.challenge_document,
            )
            for position, roll in rolls
            if roll.challenge_document not in documents
        ),
        passed(ROLLS, "Every electronic examination was challenged.", rolls=[roll.number for _, roll in rolls]),
    )
