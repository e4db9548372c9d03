"""R125–R127: material reviews and lawful dispositions (21 CFR 111.113, 111.140(b)(3), trap T1)."""

import re
from collections.abc import Iterator

from evidence.pack.format import Event
from evidence.pack.rules.context import Context
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or, read
from evidence.pack.specified import missed_by

TABLE = "quality_events.events"
_PARTS = (
    ("deviation", "(i) the specific deviation"),
    ("cause", "(ii) the investigation into its cause"),
    ("effect", "(iii) the effect on quality and labeling"),
    ("correction", "(iv) correction and prevention"),
    ("disposition", "(v) what was done with the material"),
    ("reviewer", "(vii) the reviewer"),
    ("informants", "(vii) those who informed the review"),
)
_TREATED = re.compile(r"(?i)\b(rework|reprocess|treat|in-process adjust|regrind|re-?blend)")
_AS_IS = re.compile(r"(?i)\b(use|used|accept|accepted|release|released)[ -]as[ -]is\b")


@rule(
    "R125",
    "111.140(b)(3)(i)-(vii)",
    "Every closed event has all seven parts of its material review",
    cure="Complete the material review; a closed event without it is opened again.",
    by=("CQA",),
)
def reviews_complete(context: Context) -> Iterator[Finding]:
    events = context.pack.quality_events.events
    closed = [(position, event) for position, event in enumerate(events, start=1) if event.closed_at]
    if not closed:
        yield not_applicable(TABLE, "The pack lists no closed event; open ones are completed before they close (R501).")
        return
    yield from problems_or(
        (
            failed(at(TABLE, position), f"{event.number} lacks {listed(absent)}.", event=event.number, missing=absent)
            for position, event in closed
            if (absent := _missing_parts(event))
        ),
        passed(
            TABLE,
            f"{counted(len(closed), 'closed event')}, each with its whole material review.",
            **read([event for _, event in closed], "number", "scientific_reason", *(field for field, _ in _PARTS)),
        ),
    )


def _missing_parts(event: Event) -> list[str]:
    absent = [name for field, name in _PARTS if getattr(event, field) is None]
    if event.scientific_reason is None and event.disposition and _TREATED.search(event.disposition):
        absent.append("(vi) the scientific reason for reprocessing or treatment")
    return absent


@rule(
    "R126",
    "111.113(a),(c), 111.140(b)(3)",
    "Every failed limit has a material review",
    stage="release",
    cure="Complete the material review of the event that covers the finding.",
    by=("CQA",),
)
def failures_reviewed(context: Context) -> Iterator[Finding]:
    if not context.findings:
        yield not_applicable(TABLE, "No finding of the pack needs an event.")
        return
    stated = {event.number for event in context.pack.quality_events.events if not _missing_parts(event)}
    problems = []
    for rule_id, subject in context.findings:
        event = context.answering(rule_id, subject)
        if event is not None and not event.has_material_review and event.number not in stated:
            problems.append(
                failed(
                    f"{rule_id}/{subject}",
                    f"{event.number} covers {rule_id} on {subject}, but its material review is not complete.",
                    rule=rule_id, subject=subject, event=event.number,
                )
            )  # fmt: skip
    yield from problems_or(
        problems,
        passed(
            TABLE,
            f"{counted(len(context.findings), 'finding')}: every event that covers one has its material review.",
            findings=[list(finding) for finding in context.findings],
        ),
    )


@rule(
    "R127",
    "111.113(b)(2), 111.77(a), 111.123(b)",
    "Nothing that missed a specification is used as is",
    stage="release",
    cure="Reject the material, or have quality control approve a treatment that ensures its quality (111.113(b)(2)).",
    by=("CQA", "SQH"),
    version=2,
)
def nothing_used_as_is(context: Context) -> Iterator[Finding]:
    yield from problems_or(
        _used_as_is(context),
        passed(
            TABLE,
            "No event that covers a missed specification lets the material be used as it is.",
            findings=[list(finding) for finding in context.findings],
            dispositions=[[event.number, event.disposition] for event in context.events],
        ),
    )


def _used_as_is(context: Context) -> Iterator[Finding]:
    for rule_id, subject in context.findings:
        event = context.answering(rule_id, subject) if missed_by(rule_id) != "none" else None
        if event is not None and event.disposition == "accept" and (rule_id, subject) not in event.invalidated:
            yield failed(
                f"{rule_id}/{subject}",
                f"{event.number} lets material be used as it is although {rule_id} found a specification missed.",
                rule=rule_id, subject=subject, event=event.number,
            )  # fmt: skip
    for position, stated in enumerate(context.pack.quality_events.events, start=1):
        if stated.kind == "out of specification" and stated.disposition and _AS_IS.search(stated.disposition):
            yield failed(
                at(TABLE, position),
                f"{stated.number} is out of specification, and its disposition reads “{stated.disposition[:60]}”.",
                event=stated.number,
            )
