"""R317: an average that hides a failing value (21 CFR 111.75(c), 111.113(a)(1))."""

from collections.abc import Iterator
from dataclasses import replace

from evidence.pack.conformity import meets
from evidence.pack.problems import NotReadable
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, needs_event, not_applicable, passed, problems_or
from evidence.pack.rules.results import TABLE, Judged, judged
from evidence.pack.values import Kind, Value, read_result

_NUMERIC = frozenset({Kind.NUMBER, Kind.BELOW, Kind.AT_MOST, Kind.NOT_DETECTED, Kind.BELOW_QUANTITATION})


@rule(
    "R317",
    "111.75(c), 111.113(a)(1)",
    "No average hides a value outside the limit",
    cure="State every single value behind the average; report an event for the one outside the limit.",
    by=("LAB",),
)
def no_hiding_average(context: Context) -> Iterator[Finding]:
    rows = [entry for entry in judged(context) if entry.row.is_average or entry.row.replicates]
    if not rows:
        yield not_applicable(TABLE, "No result is an average.")
        return
    yield from problems_or(
        (finding for entry in rows if (finding := _hidden(entry))),
        passed(
            TABLE,
            f"{counted(len(rows), 'average')}: every single value lies within the limit.",
            averages=[[entry.row.number, entry.row.test, entry.value, entry.row.replicates] for entry in rows],
        ),
    )


def single_values(text: str) -> list[Value]:
    """“9.8; 10.4” as results; raises NotReadable for what is none."""
    return [read_result(part) for part in text.split(";") if part.strip()]


def _hidden(entry: Judged) -> Finding | None:
    facts = entry.facts | {"replicates": entry.row.replicates}
    if not entry.row.replicates:
        return failed(entry.subject, f"{entry.name} is an average without its single values.", **facts)
    try:
        values = single_values(entry.row.replicates)
    except NotReadable as problem:
        return failed(entry.subject, f"{entry.name}: {problem.reason} {problem.cure}", **facts)
    if len(values) <= 1 or not all(value.kind in _NUMERIC for value in values):
        return failed(entry.subject, f"{entry.name}: an average needs two or more single values.", **facts)
    if entry.limit is None:
        return None
    outside = [
        value.text for value in values
        if meets(replace(value), entry.limit, unit=entry.row.unit, loq=entry.row.loq) is False
    ]  # fmt: skip
    if outside and entry.meets is not False:
        return needs_event(
            entry.subject,
            f"{entry.name}: the average {entry.value} hides {', '.join(outside)}, outside {entry.wanted}.",
            **facts,
        )
    return None
