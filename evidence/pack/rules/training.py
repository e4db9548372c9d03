"""R120: whoever performed was trained for it on that day (21 CFR 111.12–111.14)."""

from collections.abc import Iterator
from datetime import date

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, not_applicable, not_judged, passed, problems_or

TABLE = "batch_record.steps"
_ROLES = ("performed_by", "weighed_by", "weight_verified_by", "added_by", "addition_verified_by")


def performers(context: Context) -> dict[str, set[tuple[date, str | None]]]:
    """Initials → (day, procedure) of the steps that they performed."""
    zone = context.pack.header.zone
    found: dict[str, set[tuple[date, str | None]]] = {}
    for row in context.pack.batch_record.steps:
        if row.started_at is None:
            continue
        done = (row.started_at.astimezone(zone).date(), row.procedure)
        for field in _ROLES:
            initials = getattr(row, field)
            if initials:
                found.setdefault(initials, set()).add(done)
    return found


@rule(
    "R120",
    "111.12(a), 111.13, 111.14(b)",
    "Whoever performed a step was trained for it on that day",
    severity="W",
    cure="Record the person's training, or assess the steps of a person who was not trained.",
    by=("CQA",),
)
def people_trained(context: Context) -> Iterator[Finding]:
    found = performers(context)
    if not found:
        yield not_applicable(TABLE, "No step says who performed it and when (R116).")
        return
    yield from problems_or(
        (finding for initials in sorted(found) if (finding := _untrained(context, initials, found[initials]))),
        passed(
            TABLE,
            f"{counted(len(found), 'person')}, each trained for what they did.",
            people={initials: sorted(str(day) for day, _ in done) for initials, done in sorted(found.items())},
        ),
    )


def _untrained(context: Context, initials: str, done: set[tuple[date, str | None]]) -> Finding | None:
    subject, person = f"{TABLE}/{initials}", context.baseline.standing.person(initials)
    if person is None or person.trained_from is None:
        return not_judged(subject, f"the training of {initials}", person=initials)
    for day, procedure in sorted(done, key=str):
        facts = {"person": initials, "day": day, "procedure": procedure, "trained_from": person.trained_from,
                 "trained_until": person.trained_until}  # fmt: skip
        if day < person.trained_from or (person.trained_until is not None and day > person.trained_until):
            return failed(subject, f"{initials} performed on {day}, outside the time of their training.", **facts)
        if procedure and person.procedures and procedure not in person.procedures:
            return failed(subject, f"{initials} followed {procedure} on {day} without training on it.", **facts)
    return None
