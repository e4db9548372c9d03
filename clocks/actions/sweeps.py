"""The sweep: due steps fire once each, in batches of one transaction (docs/explanation/clocks.md).

A process that dies takes its whole batch back with it; the next sweep finds the same steps due. Steps,
breaches, notices and mail stand or fall together.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from clocks.actions.claims import claim
from clocks.actions.notices import Telling, tell
from clocks.events import Breach, ClocksBreached
from clocks.models import Clock, ClockStep, InboxItem
from clocks.states import ClockState
from clocks.wording import told
from kernel import events, scope
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move

BATCH = 500
"""Some tenths of a second: whoever meets a clock waits for the batch that holds it; a death repeats one batch."""
RETRY_AFTER = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def fire_due(*, at: datetime, limit: int = BATCH) -> int:
    """Fire up to `limit` steps that are due at `at`; how many were taken, 0 when nothing is due."""
    with scope.opened(scope.system()), transaction.atomic():
        batch = claim("claim_clock_steps", limit=limit, at=at)
        for partnership_id, ids in batch.items():
            with scope.opened(scope.system(partnership_id)) as by:
                _fire_apart(ids, by, at)
    return sum(len(ids) for ids in batch.values())


def _fire_apart(ids: Sequence[UUID], by: Actor, at: datetime) -> None:
    """One partnership's steps together; when that fails each alone, so that one bad step stops no other."""
    try:
        with transaction.atomic():
            _fire(ids, by, at)
    except Exception as problem:
        logger.exception("firing %s steps failed", len(ids))
        if len(ids) == 1:
            ClockStep.objects.filter(pk__in=ids).update(retry_at=at + RETRY_AFTER, problem=repr(problem))
            return
        for key in ids:
            _fire_apart([key], by, at)


def _fire(ids: Sequence[UUID], by: Actor, at: datetime) -> None:
    steps = list(ClockStep.objects.filter(pk__in=ids).order_by("at", "id"))
    clocks = Clock.objects.in_bulk({step.clock_id for step in steps})
    live = [step for step in steps if clocks[step.clock_id].ended_at is None]
    lapsed = set(ids) - {step.pk for step in live}
    ClockStep.objects.filter(pk__in=ids).update(fired_at=at)
    if lapsed:
        ClockStep.objects.filter(pk__in=lapsed).update(lapsed=True)
    with acting(by=by, reason="deadline passed", at=at):
        _breach([clocks[step.clock_id] for step in live if step.is_due], by, at)
        _escalate([(step, clocks[step.clock_id]) for step in live], at)
    if live:
        tell(
            [_telling(step, clocks[step.clock_id]) for step in live],
            partnership_id=live[0].partnership_id,
            sponsor_id=live[0].sponsor_id,
            by=by,
            at=at,
        )


def _breach(clocks: Sequence[Clock], by: Actor, at: datetime) -> None:
    """The table moves each, one statement writes them: bulk_update's CASE took half of a sweep."""
    running = {clock.pk: clock for clock in clocks if clock.state == ClockState.RUNNING}
    for clock in running.values():
        move(clock, "breach", by=by, save=False)
    Clock.objects.filter(pk__in=running).update(state=ClockState.BREACHED)
    if running:
        breaches = tuple(Breach(clock.pk, clock.rule, clock.subject_id) for clock in running.values())
        events.publish(ClocksBreached(clocks[0].partnership_id, breaches, by, at))


def _escalate(steps: Sequence[tuple[ClockStep, Clock]], at: datetime) -> None:
    """From the deadline on it also stands in the inbox of whoever is told, until the clock ends."""
    InboxItem.objects.bulk_create(
        [
            InboxItem(
                partnership_id=step.partnership_id,
                sponsor_id=step.sponsor_id,
                organisation_id=step.organisation_id,
                roles=step.roles,
                key=f"clock/{clock.pk}/{step.step}",
                title=f"Overdue: {clock.title}"[:250],
                why=clock.clause,
                url=clock.url,
                lot_id=clock.lot_id,
                clock=clock,
                due_at=clock.due_at,
                opened_at=at,
            )
            for step, clock in steps
            if step.at >= clock.due_at
            and (step.organisation_id, set(step.roles)) != (clock.owner_id, set(clock.owner_roles))
        ],
        ignore_conflicts=True,
    )


def _telling(step: ClockStep, clock: Clock) -> Telling:
    words = told(
        title=clock.title,
        lot_number=clock.lot_number,
        clause=clock.clause,
        due_at=clock.due_at,
        time_zone=clock.time_zone,
        step_at=step.at,
        url=clock.url,
    )
    key = f"clock/{clock.pk}/{step.step}"
    return Telling(key, step.organisation_id, tuple(step.roles), words.subject_line, words.facts)
