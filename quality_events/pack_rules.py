"""R501–R503, R506, R507: quality events as rules of the pack, pure (21 CFR 111.113, 111.140(b)(2)-(3))."""

from collections.abc import Iterator

from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, not_judged, passed, problems_or

EVENTS = "quality_events.events"
STATEMENT = "quality_events.statement"
_BLOCKING = ("major", "critical")


@rule(
    "R501",
    "111.113(b), 111.123(b)",
    "No major or critical event is open on the lot",
    stage="release",
    cure="Investigate, decide and close the event.",
    by=("CQA", "SQH"),
)
def no_open_events(context: Context) -> Iterator[Finding]:
    yield from problems_or(
        _open_events(context),
        passed(
            EVENTS,
            "No major or critical event is open on this lot.",
            events=[[event.number, event.classification, event.state] for event in context.events],
        ),
    )


def _open_events(context: Context) -> Iterator[Finding]:
    """Those of the platform, and those that the pack states as open and nobody reported on the platform."""
    for event in context.events:
        if event.is_open and event.classification in _BLOCKING:
            yield failed(
                f"{EVENTS}/{event.number}",
                f"{event.number} ({event.classification}) is open on this lot.",
                event=event.number,
                classification=event.classification,
                state=event.state,
            )
    reported = {event.number for event in context.events}
    for stated in context.pack.quality_events.events:
        if stated.number not in reported and stated.closed_at is None and stated.grade in _BLOCKING:
            yield failed(
                f"{EVENTS}/{stated.number}",
                f"The pack states {stated.number} ({stated.grade}) as open, and it was not reported on this lot.",
                event=stated.number,
                classification=stated.grade,
                state="stated",
            )


@rule(
    "R502",
    "111.140(b)(2), 111.113",
    "Quality control signed that the list of events is complete",
    cure="Sign the statement that all events are listed, or that there were none.",
)
def list_is_attested(context: Context) -> Iterator[Finding]:
    events, statement = context.pack.quality_events.events, context.pack.quality_events.statement
    facts = {
        "has_events": statement.has_events, "is_complete": statement.is_complete, "signed_by": statement.signed_by,
        "signed_at": statement.signed_at, "listed": [event.number for event in events],
        "reported": _reported(context),
    }  # fmt: skip
    said = "none occurred" if statement.has_events is False else f"{counted(len(events), 'event')} occurred"
    yield from problems_or(
        (failed(STATEMENT, problem, **facts) for problem in _statement_problems(context)),
        passed(STATEMENT, f"{statement.signed_by} signed that {said}.", **facts),
    )


def _reported(context: Context) -> list[str]:
    """The living events of the platform that hit the lot."""
    return [event.number for event in context.events if event.state != "cancelled"]


def _statement_problems(context: Context) -> Iterator[str]:
    events, statement = context.pack.quality_events.events, context.pack.quality_events.statement
    named = (
        (statement.has_events, "whether events occurred"),
        (statement.is_complete, "whether the list is complete"),
        (statement.signed_by, "who signed"),
        (statement.signed_at, "when it was signed"),
    )
    absent = [name for value, name in named if value is None]
    if absent:
        yield f"The statement on events lacks {listed(absent)}."
    if statement.is_complete is False:
        yield "The statement says that the list of events is not complete."
    if statement.has_events is False and events:
        numbers = listed(event.number for event in events)
        yield f"The statement says that no event occurred, but the pack lists {numbers}."
    if statement.has_events and not events:
        yield "The statement says that events occurred, but none is listed."
    living = _reported(context)
    if statement.has_events is False and living:
        yield f"The statement says that no event occurred, but this lot has {listed(living)}."


@rule(
    "R503",
    "111.113(a), 111.140(b)(3)",
    "Every finding that needs an event has one",
    stage="release",
    cure="Report an event for the finding, or name the event that covers it.",
)
def findings_have_events(context: Context) -> Iterator[Finding]:
    if not context.findings:
        yield not_applicable(EVENTS, "No finding of the pack needs an event.")
        return
    yield from problems_or(
        (
            failed(f"{rule_id}/{subject}", f"{rule_id} on {subject} has no event.", rule=rule_id, subject=subject)
            for rule_id, subject in context.findings
            if context.answering(rule_id, subject) is None
        ),
        passed(
            EVENTS,
            f"{counted(len(context.findings), 'finding')} of the pack, each with its event.",
            findings=[list(finding) for finding in context.findings],
        ),
    )


@rule(
    "R506",
    "111.113, 111.140(b)(3)",
    "Minor events do not pile up on one lot",
    severity="W",
    cure="Say what the minor events of this lot have in common.",
)
def few_minor_events(context: Context) -> Iterator[Finding]:
    stated = {event.number for event in context.pack.quality_events.events if event.grade == "minor"}
    reported = {
        event.number for event in context.events if event.classification == "minor" and event.state != "cancelled"
    }
    minor, most = sorted(stated | reported), context.tolerances.minor_events
    text = f"{counted(len(minor), 'minor event')} on this lot, {most} are agreed"
    facts = {"minor": minor, "agreed": most}
    yield (passed if len(minor) <= most else failed)(EVENTS, f"{text}.", **facts)


@rule(
    "R507",
    "111.113(a)(4), 111.140(b)(3)",
    "A doubted instrument was assessed for every lot that it measured",
    cure="Assess every lot that the instrument measured, and list them in the event.",
)
def doubted_instruments_assessed(context: Context) -> Iterator[Finding]:
    rows = [(i, event) for i, event in enumerate(context.pack.quality_events.events, start=1) if event.instrument]
    if not rows:
        yield not_applicable(EVENTS, "No event doubts the accuracy of an instrument.")
        return
    measured, own = context.earlier.measured, context.pack.header.lot_number
    if measured is None:
        yield not_judged(EVENTS, "which lots the instrument measured")
        return
    problems = []
    for position, event in rows:
        assessed = {lot.strip() for lot in (event.lots_assessed or "").replace(";", ",").split(",")}
        missing = sorted(({own} | measured.get(event.instrument or "", frozenset())) - assessed)
        if missing:
            problems.append(
                failed(at(EVENTS, position), f"{event.number} doubts {event.instrument}, but does not assess "
                       f"{listed(missing)}.", event=event.number, instrument=event.instrument, missing=missing)
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(EVENTS, f"{counted(len(rows), 'event')}: every lot measured with the doubted instrument is assessed.",
               events=[[event.number, event.instrument, event.lots_assessed] for _, event in rows]),
    )  # fmt: skip
