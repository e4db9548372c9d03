"""Where an event came from: a chain of whys and the bones of a cause diagram (21 CFR 111.140(b)(3)(ii))."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from quality_events import rules
from quality_events.models import PossibleCause, QualityEvent, WhyStep
from quality_events.rules import investigation as depth


@contextmanager
def investigated(event_id: UUID, by: Actor, reason: str, at: datetime) -> Iterator[QualityEvent]:
    """The event, locked, while its investigation is open and this person may write it."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.investigate", event, "investigate an event")
        rules.check_investigable(event)
        yield event


def record_whys(
    *, event_id: UUID, whys: Sequence[tuple[str, str]], by: Actor, reason: str, at: datetime
) -> list[WhyStep]:
    """The chain anew, as (answer, what shows it) from the first why on; empty ones at its end shorten it."""
    with investigated(event_id, by, reason or "whys", at) as event:
        depth.check_whys([answer for answer, _ in whys])
        rows = [
            WhyStep(
                partnership_id=event.partnership_id,
                sponsor_id=event.sponsor_id,
                event=event,
                position=position,
                answer=answer.strip(),
                shown_by=shown_by.strip() if answer.strip() else "",
            )
            for position, (answer, shown_by) in enumerate(whys, start=1)
        ]
        known = {step.position: step for step in event.whys.all()}
        changed = [_rewritten(known[row.position], row) for row in rows if row.position in known]
        WhyStep.objects.bulk_update([row for row in changed if row is not None], ["answer", "shown_by"])
        WhyStep.objects.bulk_create([row for row in rows if row.position not in known and row.answer])
        return list(event.whys.all())


def _rewritten(step: WhyStep, wanted: WhyStep) -> WhyStep | None:
    """The step with its new words; None when they are the old ones."""
    if (step.answer, step.shown_by) == (wanted.answer, wanted.shown_by):
        return None
    step.answer, step.shown_by = wanted.answer, wanted.shown_by
    return step


def name_cause(*, event_id: UUID, branch: str, cause: str, by: Actor, reason: str, at: datetime) -> PossibleCause:
    """A possible cause on a branch of the diagram; it waits to be looked at."""
    with investigated(event_id, by, reason or "possible cause", at) as event:
        depth.check_cause(cause)
        return PossibleCause.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            branch=branch,
            cause=cause.strip(),
            named_by_id=by.person_id,
            named_at=at,
        )


def judge_cause(
    *, event_id: UUID, cause_id: UUID, finding: str, shown_by: str, by: Actor, reason: str, at: datetime
) -> PossibleCause:
    """Rule it out or confirm it, and by what."""
    with investigated(event_id, by, reason or "cause looked at", at) as event:
        cause = PossibleCause.objects.locked([cause_id]).get(event=event)
        depth.check_finding(finding, shown_by)
        cause.finding, cause.shown_by = finding, shown_by.strip()
        cause.save(update_fields=["finding", "shown_by"])
        return cause
