"""What is lawful with an out-of-specification result (21 CFR 111.75, 111.113; FDA, Investigating OOS Results, 2022)."""

from collections.abc import Sequence
from datetime import datetime

from agreements.terms import Terms
from evidence.pack.conformity import meets
from evidence.pack.problems import NotReadable
from evidence.pack.values import read_limit, read_result
from kernel.errors import Refused
from quality_events.models import MOST_RETESTS
from quality_events.states import CONCLUDED, STANDS, EventKind, Missed, OosState

LAW = "21 CFR 111.75, 111.113(a)(1)"


def judged(value: str, limit: str, unit: str) -> bool:
    """Whether the value meets the limit, decided by the values themselves. Refused when they do not decide it."""
    try:
        found = meets(read_result(value), read_limit(limit), unit=unit or None)
    except NotReadable as problem:
        raise Refused(f"“{value}”: {problem.reason} {problem.cure}", LAW, code="oos-value") from problem
    if found is None:
        raise Refused(f"“{value}” does not decide whether “{limit}” is met. Give the measured value.", LAW)
    return found


def same_person(one: str, other: str) -> bool:
    """Whether two names as typed mean one person."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def check_initial(kind: str, *, is_met: bool, value: str, limit: str, is_recorded: bool) -> None:
    """An OOS event has one initial result, and that misses its limit."""
    if kind != EventKind.OOS:
        raise Refused("Only an out-of-specification event has such a result.", LAW, code="oos-kind")
    if is_recorded:
        raise Refused("The initial result is recorded and is never overwritten.", LAW, code="oos-recorded")
    if is_met:
        raise Refused(f"“{value}” meets “{limit}”: it is not out of specification.", LAW, code="oos-met")


def check_tested(analyst: str, laboratory: str, tested_at: datetime, at: datetime) -> None:
    if not analyst.strip() or not laboratory.strip():
        raise Refused("Name the analyst and the laboratory.", "21 CFR 111.325(b)(2)", code="oos-analyst")
    if tested_at > at:
        raise Refused("The test lies in the future.", LAW, code="oos-time")


def check_examined(finding: str, *, is_error: bool, has_proof: bool) -> None:
    """Phase 1 says what was checked; an error of the laboratory needs proof."""
    if not finding.strip():
        raise Refused("Say what was checked in the laboratory, and what was found.", LAW, code="oos-finding")
    if is_error and not has_proof:
        raise Refused("An error of the laboratory needs its proof: add the document to the event, then choose it.", LAW)


def check_agreed(count: int, terms: Terms | None) -> None:
    """No more retests than the agreement on the lot allows, where a clause says so."""
    most = terms.most_retests if terms else None
    if terms and most is not None and count > most:
        raise Refused(
            f"The agreement allows at most {most} retests.", terms.citation("laboratory"), code="oos-declared"
        )


def check_declared(count: int, basis: str, second_analyst: str, first_analyst: str) -> None:
    """Retests are declared before they are made: how many, why, by whom else."""
    if not 1 <= count <= MOST_RETESTS:
        raise Refused(f"Declare 1 to {MOST_RETESTS} retests.", LAW, code="oos-declared")
    if not basis.strip():
        raise Refused("Say why so many, and of what sample.", LAW, code="oos-declared")
    if not second_analyst.strip() or same_person(second_analyst, first_analyst):
        raise Refused(f"Name a second analyst; {first_analyst} made the initial test.", LAW, code="oos-analyst")


def check_retest(state: str, declared: int, made: int, analyst: str, planned: str) -> None:
    """Never more than declared, never by the first analyst: there is no testing into compliance."""
    if state != OosState.PRODUCTION:
        raise Refused("Retests follow their declaration.", LAW, code="oos-state")
    if made >= declared:
        noun = "retest was" if declared == 1 else "retests were"
        raise Refused(f"{declared} {noun} declared, and {made} made. No more are tested.", LAW, code="oos-retests")
    if not same_person(analyst, planned):
        raise Refused(f"{planned} was declared as the second analyst.", LAW, code="oos-analyst")


def check_retest_time(tested_at: datetime, declared_at: datetime) -> None:
    if tested_at < declared_at:
        raise Refused("The retest was made before it was declared.", LAW, code="oos-time")


def check_conclusion(
    verb: str, *, is_error: bool | None, has_proof: bool, declared: int | None, retests: Sequence[bool], review: str
) -> None:
    """What may be concluded from each single result; no mean hides one.

    `retests`: for each, whether it meets the limit. A failing one confirms; an initial result is invalidated by a
    proven error of the laboratory alone; without one, passing retests leave it inconclusive.
    """
    if declared is not None:
        if len(retests) < declared:
            raise Refused(f"{declared - len(retests)} of {declared} declared retests are not made yet.", LAW)
        if not review.strip():
            raise Refused("Write down the review of production first.", LAW, code="oos-review")
    if verb in ("invalidate", "leave_open") and not all(retests):
        raise Refused("A retest misses the limit too: the result is confirmed.", LAW, code="oos-failed")
    if verb == "invalidate" and not (is_error and has_proof):
        raise Refused("Only a proven error of the laboratory invalidates a result.", LAW, code="oos-unproven")
    if verb == "leave_open" and is_error:
        raise Refused("The laboratory’s error is proven: invalidate the result, or confirm it.", LAW)


def check_missed(kind: str, state: str | None, missed: str) -> None:
    """A result that stands misses a specification, whatever is typed (trap T1)."""
    if kind == EventKind.OOS and state in STANDS and missed == Missed.NONE:
        raise Refused("The result stands: a specification is missed.", "21 CFR 111.77(a)", code="oos-missed")


def check_concluded(kind: str, state: str | None) -> None:
    """The disposition of an OOS event follows what its result turned out to be."""
    if kind == EventKind.OOS and state not in CONCLUDED:
        raise Refused(
            "Conclude the out-of-specification result first: confirmed, invalidated or inconclusive.",
            LAW,
            code="oos-open",
        )
