"""Clocks start, are met and are cancelled by what people do; the platform keeps them (ADR 0006)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks import rules
from clocks.actions.duties import Duty, placed_steps, written
from clocks.actions.inbox import close_items, open_items
from clocks.calendars import Unit
from clocks.events import Breach, ClocksBreached
from clocks.ladder import Rung
from clocks.models import Clock, ClockStep, InboxItem
from clocks.states import ClockState, StartEvidence
from kernel import events
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from parties.models import Organisation, Partnership, Site


def start(
    *,
    rule: str,
    subject_kind: str,
    subject_id: UUID,
    partnership: Partnership,
    title: str,
    clause: str,
    owner: Organisation,
    owner_roles: Iterable[str],
    started_at: datetime,
    start_evidence: StartEvidence,
    amount: int,
    unit: Unit,
    ladder: Iterable[Rung] = (),
    url: str,
    by: Actor,
    at: datetime,
    site: Site | None = None,
    lot_id: UUID | None = None,
    lot_number: str = "",
    pause_days: int = 0,
    pause_clause: str = "",
) -> Clock:
    """`owner` owes `title` within `amount` units from `started_at`, under `clause`; opens an inbox item.

    `start_evidence` is the fact that happened at `started_at`. Business time is the `site`'s, where it is the owner's
    own, else the owner's. The deadline, what it is counted by, the rungs and the `pause_days` (24 hours each,
    altogether) that the other side may grant under `pause_clause` are fixed now: a later version of a clause, another
    holiday or other hours move nothing. Refused while a clock of this rule runs for the subject. ValueError for an
    amount below one or two steps of one name.
    """
    duty = Duty(
        rule, subject_kind, subject_id, title, clause, owner, tuple(owner_roles), started_at, start_evidence, amount,
        unit, tuple(ladder), url, site, lot_id, lot_number, pause_days, pause_clause,
    )  # fmt: skip
    with transaction.atomic():
        rules.check_not_running(rule, subject_id)
        return start_all(duties=[duty], partnership=partnership, by=by, at=at)[0]


def start_all(*, duties: Iterable[Duty], partnership: Partnership, by: Actor, at: datetime) -> list[Clock]:
    """Many at once, in three statements whatever their number; see `start`. None of them may be running."""
    pairs = [(written(duty, partnership), duty) for duty in duties]
    if not pairs:
        return []
    clocks = [clock for clock, _ in pairs]
    titles = clocks[0].title if len(clocks) == 1 else f"{clocks[0].title} and {len(clocks) - 1} more"
    with transaction.atomic(), acting(by=by, reason=f"clock started: {titles}", at=at):
        Clock.objects.bulk_create(clocks)
        ClockStep.objects.bulk_create(step for clock, duty in pairs for step in placed_steps(clock, duty.ladder))
        open_items([_item(clock, at) for clock in clocks], by=by, at=at)
    return clocks


def meet(*, rule: str, subject_id: UUID, by: Actor, at: datetime) -> Clock | None:
    """What the clock waited for has happened: met in time up to the very deadline, late after it.

    None when no such clock runs (the agreement has no such clause, or it has ended).
    """
    return next(iter(_end(rule, [subject_id], None, by, at)), None)


def meet_all(*, rule: str, subject_ids: Iterable[UUID], by: Actor, at: datetime) -> list[Clock]:
    """Many at once; see `meet`."""
    return _end(rule, subject_ids, None, by, at)


def cancel(*, rule: str, subject_id: UUID, reason: str, by: Actor, at: datetime) -> Clock | None:
    """Nobody owes it any more, and why. None when no such clock runs."""
    return next(iter(_end(rule, [subject_id], reason, by, at)), None)


def _end(rule: str, subject_ids: Iterable[UUID], cancelled_because: str | None, by: Actor, at: datetime) -> list[Clock]:
    with transaction.atomic():
        running = Clock.objects.filter(rule=rule, subject_id__in=list(subject_ids), ended_at=None).order_by("pk")
        clocks = list(running.select_for_update(no_key=True))
        if not clocks:
            return []
        reason = f"clock met: {clocks[0].title}" if cancelled_because is None else cancelled_because
        with acting(by=by, reason=reason, at=at):
            unseen = [clock for clock in clocks if clock.state == ClockState.RUNNING]
            for clock in clocks:
                clock.ended_at = at
                verb = ("meet" if at <= clock.due_at else "meet_late") if cancelled_because is None else "cancel"
                move(clock, verb, by=system(clock.partnership_id), reason=reason, save=False)
            for state in (ClockState.MET, ClockState.MET_LATE, ClockState.CANCELLED):
                keys = [clock.pk for clock in clocks if clock.state == state]
                if keys:
                    Clock.objects.filter(pk__in=keys).update(state=state, ended_at=at)
            close_items(clock_ids=[clock.pk for clock in clocks], by=by, at=at)
            _publish_late([clock for clock in unseen if clock.state == ClockState.MET_LATE], by, at)
    return clocks


def _publish_late(clocks: Iterable[Clock], by: Actor, at: datetime) -> None:
    """Done late before any sweep saw that they were overdue; each partnership's at once."""
    late: dict[UUID, list[Breach]] = {}
    for clock in clocks:
        late.setdefault(clock.partnership_id, []).append(Breach(clock.pk, clock.rule, clock.subject_id))
    for partnership_id, breaches in late.items():
        events.publish(ClocksBreached(partnership_id, tuple(breaches), by, at))


def _item(clock: Clock, at: datetime) -> InboxItem:
    return InboxItem(
        partnership_id=clock.partnership_id,
        sponsor_id=clock.sponsor_id,
        organisation_id=clock.owner_id,
        roles=clock.owner_roles,
        key=f"clock/{clock.pk}",
        title=clock.title,
        why=clock.clause,
        url=clock.url,
        lot_id=clock.lot_id,
        clock=clock,
        due_at=clock.due_at,
        opened_at=at,
    )
