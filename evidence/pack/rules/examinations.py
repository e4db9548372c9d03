"""R419: the representative sample of packaged units was examined (21 CFR 111.70(g), 111.75(g))."""

from collections.abc import Iterator

from evidence.pack.format import Examination
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import (
    at,
    counted,
    failed,
    listed,
    needs_event,
    not_judged,
    passed,
    problems_or,
    read,
)

TABLE = "packaging.examinations"


@rule(
    "R419",
    "111.70(g), 111.75(g), 111.415(g)",
    "Packaged units were examined, as many as the plan asks for",
    cure="Examine as many packaged units as the sampling plan asks for; report an event for too many defects.",
    by=("CQC",),
)
def packaged_units_examined(context: Context) -> Iterator[Finding]:
    plan, rows = context.baseline.sampling_plan, context.pack.packaging.examinations
    wanted = plan.packaged_units if plan else 0
    if not wanted:
        yield not_judged(TABLE, "how many packaged units the sampling plan asks for")
        return
    if not rows:
        yield failed(TABLE, "The pack shows no examination of packaged units.", wanted=wanted)
        return
    yield from problems_or(
        (finding for i, row in enumerate(rows, start=1) if (finding := _wanting(at(TABLE, i), row, wanted))),
        passed(
            TABLE,
            f"{counted(len(rows), 'attribute')} examined on {wanted} or more packaged units, within what is allowed.",
            **read(rows, "attribute", "sample_size", "defects", "defects_allowed", "examined_by"),
            wanted=wanted,
        ),
    )


def _wanting(subject: str, row: Examination, wanted: int) -> Finding | None:
    facts = {
        "attribute": row.attribute, "sample_size": row.sample_size, "wanted": wanted, "defects": row.defects,
        "defects_allowed": row.defects_allowed,
    }  # fmt: skip
    named = (
        (row.sample_size, "the sample size"), (row.defects, "the defects"),
        (row.defects_allowed, "the defects allowed"), (row.examined_by, "the examiner"),
    )  # fmt: skip
    absent = [name for value, name in named if value is None]
    if row.sample_size is None or row.defects is None or row.defects_allowed is None or absent:
        return failed(subject, f"The examination of {row.attribute} lacks {listed(absent)}.", **facts)
    if row.sample_size < wanted:
        return failed(
            subject, f"{row.attribute} was examined on {row.sample_size} units; the plan asks for {wanted}.", **facts
        )
    if row.defects > row.defects_allowed:
        return needs_event(
            subject, f"{row.attribute}: {counted(row.defects, 'defect')}, {row.defects_allowed} allowed.", **facts
        )
    return None
