"""R411: label counts too good to be true (21 CFR 111.410(b), 111.415)."""

from collections import Counter
from collections.abc import Iterator

from evidence.pack.format import LabelRoll
from evidence.pack.rules.context import Context, LabelRun
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import counted, failed, not_applicable, passed, problems_or

TABLE = "packaging.rolls"
_COUNTS = ("issued", "applied", "returned", "destroyed", "samples", "retained")
_ENOUGH_COUNTS = 20
_PREFERRED = 2
"""One last digit on more than every second count is a habit, not a count: chance gives every tenth."""


def run_of(rolls: tuple[LabelRoll, ...]) -> LabelRun | None:
    """Labels of this run that are not accounted for, and the counts; None while one is missing (R407)."""
    variance, counts = 0, []
    for roll in rolls:
        amounts = [getattr(roll, field) for field in _COUNTS]
        if None in amounts:
            return None
        issued, *out = amounts
        variance += issued - sum(out)
        counts.append(roll.applied or 0)
    return LabelRun(variance, tuple(counts)) if rolls else None


@rule(
    "R411",
    "111.410(b), 111.415(c)",
    "Label counts differ as real counts do",
    severity="W",
    cure="Watch the next label count, and say how the labels were counted.",
    by=("CQA", "SQA"),
)
def counts_look_counted(context: Context) -> Iterator[Finding]:
    own, most = run_of(context.pack.packaging.rolls), context.tolerances.zero_runs
    if own is None:
        yield not_applicable(TABLE, "The labels are not counted roll by roll (R407).")
        return
    runs = (own, *context.earlier.label_runs)
    zeros = next((number for number, run in enumerate(runs) if run.variance != 0), len(runs))
    digits = Counter(count % 10 for run in runs for count in run.counts)
    facts = {"runs": len(runs), "zeros_in_a_row": zeros, "last_digits": {str(d): n for d, n in sorted(digits.items())}}
    yield from problems_or(
        _habits(zeros, most, digits, facts),
        passed(TABLE, f"{counted(len(runs), 'label count')}: no habit in the figures.", **facts),
    )


def _habits(zeros: int, most: int, digits: Counter[int], facts: dict[str, object]) -> Iterator[Finding]:
    if zeros > most:
        yield failed(TABLE, f"{zeros} label counts in a row came out without any difference.", **facts)
    total = sum(digits.values())
    if total >= _ENOUGH_COUNTS:
        digit, number = digits.most_common(1)[0]
        if _PREFERRED * number > total:
            yield failed(TABLE, f"{number} of {total} label counts end in {digit}.", **facts)
