"""R113: readings were taken while their step ran (21 CFR 111.260(g),(j))."""

from collections.abc import Iterator
from datetime import datetime

from evidence.pack.format import ControlReading
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, not_applicable, passed, problems_or, read

TABLE = "batch_record.readings"
Window = tuple[datetime, datetime]


def _windows(context: Context) -> dict[str, Window]:
    """Step → from its first start to its last end; absent while one of them is missing (R116)."""
    found: dict[str, Window] = {}
    for row in context.pack.batch_record.steps:
        if row.started_at and row.finished_at:
            start, end = found.get(row.number, (row.started_at, row.finished_at))
            found[row.number] = min(start, row.started_at), max(end, row.finished_at)
    return found


@rule(
    "R113",
    "111.260(g), 111.260(j)(1)",
    "Readings were taken while their step ran",
    severity="W",
    cure="Correct the time of the reading from the executed batch record, or say why it was taken then.",
    by=("COP",),
)
def readings_in_window(context: Context) -> Iterator[Finding]:
    rows, windows = context.pack.batch_record.readings, _windows(context)
    placed = [(i, row) for i, row in enumerate(rows, start=1) if row.step is not None]
    if not placed:
        yield not_applicable(TABLE, "No reading names the step it belongs to.")
        return
    yield from problems_or(
        (
            failed(
                at(TABLE, position),
                f"{row.control_point} {problem}.",
                control_point=row.control_point,
                step=row.step,
                measured_at=row.measured_at,
                window=windows.get(row.step or ""),
            )
            for position, row in placed
            if (problem := _misplaced(row, windows.get(row.step or "")))
        ),
        passed(
            TABLE,
            f"{counted(len(placed), 'reading')}, each taken while its step ran.",
            **read([row for _, row in placed], "control_point", "step", "measured_at"),
            steps=windows,
        ),
    )


def _misplaced(row: ControlReading, window: Window | None) -> str:
    if row.measured_at is None:
        return "does not say when it was read"
    if window is None:
        return f"belongs to step {row.step}, whose start or end is missing"
    if row.measured_at < window[0]:
        return f"was read before step {row.step} began"
    return f"was read after step {row.step} ended" if row.measured_at > window[1] else ""
