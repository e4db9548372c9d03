"""R504, R505: the sponsor was told in time and approved where the agreement asks for it, pure (domain §B5, §C3)."""

from collections.abc import Iterator
from datetime import timedelta

from evidence.pack.rules.context import Context, EventFact
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import failed, not_applicable, not_judged, passed

EVENTS = "quality_events.events"


def _living(context: Context) -> list[EventFact]:
    return [event for event in context.events if event.state != "cancelled"]


@rule(
    "R504",
    "quality agreement, notification",
    "The sponsor was told of every event",
    severity="B",
    stage="release",
    cure="Tell the sponsor of the event. A late notice stays on record; it blocks nothing by itself.",
)
def sponsor_told(context: Context) -> Iterator[Finding]:
    living = _living(context)
    if not living:
        yield not_applicable(EVENTS, "The lot has no quality event.")
    for event in living:
        yield _told(event)


def _told(event: EventFact) -> Finding:
    subject = f"{EVENTS}/{event.number}"
    facts = {"event": event.number, "discovered_at": event.discovered_at, "notified_at": event.notified_at,
             "within_hours": _hours(event.notify_within)}  # fmt: skip
    if event.notified_at is None:
        return failed(subject, f"The sponsor has not been told of {event.number}.", **facts)
    if event.discovered_at is None:
        return not_judged(subject, f"when {event.number} was discovered", **facts)
    if event.notify_within is None:
        return not_applicable(subject, f"No clause says how soon the sponsor is told of {event.number}.", **facts)
    took, hours = event.notified_at - event.discovered_at, _hours(event.notify_within)
    text = f"The sponsor was told of {event.number} {_hours(took)} hours after its discovery"
    if took > event.notify_within:
        return passed(subject, f"{text}, later than the {hours} agreed: a breach on record, no block.", **facts)
    return passed(subject, f"{text}, within the {hours} agreed.", **facts)


def _hours(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds() // 3600)


@rule(
    "R505",
    "quality agreement, approval of events",
    "The sponsor approved every event that the agreement asks it to approve",
    stage="release",
    cure="Decide about the event as the sponsor.",
    by=("SQA", "SQH"),
)
def sponsor_approved(context: Context) -> Iterator[Finding]:
    living = _living(context)
    if not living:
        yield not_applicable(EVENTS, "The lot has no quality event.")
    for event in living:
        subject, facts = f"{EVENTS}/{event.number}", {"event": event.number, "classification": event.classification}
        if event.needs_sponsor is None:
            yield not_judged(subject, f"whether the agreement asks the sponsor to approve {event.number}", **facts)
        elif not event.needs_sponsor:
            yield not_applicable(subject, f"The agreement does not ask the sponsor to approve {event.number}.", **facts)
        elif event.is_approved_by_sponsor:
            yield passed(subject, f"The sponsor approved {event.number}.", **facts)
        else:
            yield failed(subject, f"The sponsor has not approved {event.number}.", **facts)
