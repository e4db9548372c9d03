"""Clocks start, are met and are cancelled by what people do; the platform keeps them (ADR 0006)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from clocks import rules
from clocks.actions.inbox import close_items, open_item
from clocks.calendars import Unit, due
from clocks.ladder import Rung, placed
from clocks.models import Clock, ClockStep
from clocks.queries.clocks import HOLIDAY_REGION, calendar_of
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from parties.models import Organisation, Partnership


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
    amount: int,
    unit: Unit,
    ladder: Iterable[Rung] = (),
    url: str,
    by: Actor,
    at: datetime,
    lot_id: UUID | None = None,
    lot_number: str = "",
    pause_days: int = 0,
    pause_clause: str = "",
) -> Clock:
    """`owner` owes `title` within `amount` units from `started_at`, under `clause`; opens an inbox item.

    The deadline, the rungs and the `pause_days` (24 hours each, altogether) that the other side may grant under
    `pause_clause` are fixed now: a later version of a clause moves nothing. Refused while a
    clock of this rule runs for the subject. ValueError for an amount below one or two steps of one name.
    """
    roles = list(owner_roles)
    due_at = due(started_at, amount, unit, calendar_of(owner.time_zone))
    with transaction.atomic(), acting(by=by, reason=f"clock started: {title}", at=at):
        rules.check_not_running(rule, subject_id)
        clock = Clock.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            rule=rule,
            subject_kind=subject_kind,
            subject_id=subject_id,
            lot_id=lot_id,
            lot_number=lot_number,
            title=title,
            url=url,
            clause=clause,
            owner=owner,
            owner_roles=roles,
            amount=amount,
            unit=unit,
            time_zone=owner.time_zone,
            holiday_region=HOLIDAY_REGION,
            started_at=started_at,
            due_at=due_at,
            pause_days=pause_days,
            pause_clause=pause_clause,
        )
        _place_steps(clock, ladder)
        open_item(
            key=f"clock/{clock.pk}",
            partnership=partnership,
            organisation_id=owner.pk,
            roles=roles,
            title=title,
            why=clause,
            url=url,
            lot_id=lot_id,
            clock=clock,
            due_at=due_at,
            by=by,
            at=at,
        )
    return clock


def meet(*, rule: str, subject_id: UUID, by: Actor, at: datetime) -> Clock | None:
    """What the clock waited for has happened: met in time up to the very deadline, late after it.

    None when no such clock runs (the agreement has no such clause, or it has ended).
    """
    return _end(rule, subject_id, None, by, at)


def cancel(*, rule: str, subject_id: UUID, reason: str, by: Actor, at: datetime) -> Clock | None:
    """Nobody owes it any more, and why. None when no such clock runs."""
    return _end(rule, subject_id, reason, by, at)


def _end(rule: str, subject_id: UUID, cancelled_because: str | None, by: Actor, at: datetime) -> Clock | None:
    with transaction.atomic():
        running = Clock.objects.select_for_update(no_key=True).filter(rule=rule, subject_id=subject_id, ended_at=None)
        clock = running.first()
        if clock is None:
            return None
        if cancelled_because is not None:
            verb, reason = "cancel", cancelled_because
        else:
            verb, reason = "meet" if at <= clock.due_at else "meet_late", f"clock met: {clock.title}"
        with acting(by=by, reason=reason, at=at):
            clock.ended_at = at
            move(clock, verb, by=system(clock.partnership_id), reason=reason)
            close_items(clock_id=clock.pk, by=by, at=at)
    return clock


def _place_steps(clock: Clock, ladder: Iterable[Rung]) -> None:
    moments = placed(
        ladder,
        owner_id=clock.owner_id,
        owner_roles=clock.owner_roles,
        started_at=clock.started_at,
        due_at=clock.due_at,
    )
    ClockStep.objects.bulk_create(
        ClockStep(
            partnership_id=clock.partnership_id,
            sponsor_id=clock.sponsor_id,
            clock=clock,
            step=rung.step,
            is_due=rung.is_due,
            at=moment,
            organisation_id=rung.organisation_id,
            roles=list(rung.roles),
        )
        for moment, rung in moments
    )
