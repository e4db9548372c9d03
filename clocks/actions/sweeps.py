"""The sweep: due steps fire once each, in batches of one transaction (docs/explanation/clocks.md).

A process that dies takes its whole batch back with it; the next sweep finds the same steps due. Steps,
breaches, notices and mail stand or fall together.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from clocks.actions.claims import among, claim
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


class _Due(NamedTuple):
    """A due step with what is said of its clock: whole models of both took longer to make than to write."""

    id: UUID
    at: datetime
    step: str
    is_due: bool
    organisation_id: UUID
    roles: list[str]
    partnership_id: UUID
    sponsor_id: UUID
    clock_id: UUID
    rule: str
    subject_id: UUID
    lot_id: UUID | None
    lot_number: str
    title: str
    url: str
    clause: str
    owner_id: UUID
    owner_roles: list[str]
    time_zone: str
    due_at: datetime
    state: str
    ended_at: datetime | None

    @property
    def key(self) -> str:
        return f"clock/{self.clock_id}/{self.step}"


_OF_STEP = _Due._fields[: _Due._fields.index("rule")]
_COLUMNS = (*_OF_STEP, *(f"clock__{name}" for name in _Due._fields[len(_OF_STEP) :]))


def _fire(ids: Sequence[UUID], by: Actor, at: datetime) -> None:
    """One statement a table, whatever the number of steps."""
    steps = [_Due(*row) for row in among(ClockStep.objects.all(), ids).values_list(*_COLUMNS)]
    live = sorted((step for step in steps if step.ended_at is None), key=lambda step: (step.at, step.id))
    among(ClockStep.objects.all(), ids).update(fired_at=at)
    if len(live) < len(steps):
        ClockStep.objects.filter(pk__in=[step.id for step in steps if step.ended_at is not None]).update(lapsed=True)
    with acting(by=by, reason="deadline passed", at=at):
        _breach([step for step in live if step.is_due], by, at)
        _escalate(live, at)
    if live:
        tell(
            [_telling(step) for step in live],
            partnership_id=live[0].partnership_id,
            sponsor_id=live[0].sponsor_id,
            by=by,
            at=at,
        )


def _breach(steps: Sequence[_Due], by: Actor, at: datetime) -> None:
    """The table moves a clock, as it does all that run; one statement writes them."""
    running = {step.clock_id: step for step in steps if step.state == ClockState.RUNNING}
    if not running:
        return
    one = steps[0]
    clock = Clock(partnership_id=one.partnership_id, sponsor_id=one.sponsor_id, state=ClockState.RUNNING)
    move(clock, "breach", by=by, save=False)
    among(Clock.objects.all(), running).update(state=clock.state)
    breaches = tuple(Breach(key, step.rule, step.subject_id) for key, step in running.items())
    events.publish(ClocksBreached(one.partnership_id, breaches, by, at))


def _escalate(steps: Sequence[_Due], at: datetime) -> None:
    """From the deadline on it also stands in the inbox of whoever is told, until the clock ends."""
    InboxItem.objects.bulk_create(
        [
            InboxItem(
                partnership_id=step.partnership_id,
                sponsor_id=step.sponsor_id,
                organisation_id=step.organisation_id,
                roles=step.roles,
                key=step.key,
                title=f"Overdue: {step.title}"[:250],
                why=step.clause,
                url=step.url,
                lot_id=step.lot_id,
                clock_id=step.clock_id,
                due_at=step.due_at,
                opened_at=at,
            )
            for step in steps
            if step.at >= step.due_at
            and (step.organisation_id, set(step.roles)) != (step.owner_id, set(step.owner_roles))
        ],
        ignore_conflicts=True,
    )


def _telling(step: _Due) -> Telling:
    words = told(
        title=step.title,
        lot_number=step.lot_number,
        clause=step.clause,
        due_at=step.due_at,
        time_zone=step.time_zone,
        step_at=step.at,
        url=step.url,
    )
    return Telling(step.key, step.organisation_id, tuple(step.roles), words.subject_line, words.facts)
