"""Who is told of a corrective action, what waits for whom, and the clocks of its actions."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clocks.actions import cancel, notify, open_item, start
from clocks.ladder import at_deadline, escalation, warning
from clocks.queries import nearest, time_left
from clocks.states import StartEvidence
from kernel.scope import Actor
from parties.models import Partnership
from quality_events.actions.telling import CMO_ROLES, SPONSOR_ROLES
from quality_events.models import Capa, CapaAction
from quality_events.queries.capa import lot_numbers

ACTION_CLOCK = "quality_events.capa_action"
DAY = 24  # hours
HOUR = timedelta(hours=1)


def tell_capa(capa: Capa, what: str, subject_line: str, *, by: Actor, at: datetime, heads: bool = False) -> None:
    """Both sides, once for what happened and when; `heads`: those above, where it went wrong."""
    partnership = Partnership.objects.get(pk=capa.partnership_id)
    how_long = time_left(nearest(capa.actions.values_list("pk", flat=True)), at)
    roles = {partnership.sponsor_id: ("SQH",) if heads else SPONSOR_ROLES, partnership.cmo_id: ("CQA",)}
    for organisation_id, told in roles.items():
        notify(
            key=f"capa/{capa.pk}/{what}/{at:%Y%m%d%H%M%S}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=told,
            subject_line=subject_line,
            facts={
                "what": capa.title,
                "lot": ", ".join(lot_numbers(capa)),
                "clause": "21 CFR 111.140(b)(3)(iv)",
                "how_long": how_long,
                "note": capa.problem[:500],
            },
            url=f"/events/capa/{capa.pk}/",
            by=by,
            at=at,
        )


def wait_for(capa: Capa, what: str, title: str, *, on: str, by: Actor, at: datetime) -> None:
    """The next step stands in the inbox of the side whose turn it is ("sponsor" or "cmo"); the step closes it."""
    partnership = Partnership.objects.get(pk=capa.partnership_id)
    open_item(
        key=f"capa/{capa.pk}",
        partnership=partnership,
        organisation_id=partnership.sponsor_id if on == "sponsor" else partnership.cmo_id,
        roles=SPONSOR_ROLES if on == "sponsor" else CMO_ROLES,
        title=title[:250],
        why=f"corrective action, {what}",
        url=f"/events/capa/{capa.pk}/",
        by=by,
        at=at,
    )


def begin_actions(capa: Capa, actions: Iterable[CapaAction], *, by: Actor, at: datetime) -> None:
    """Each action's day becomes a deadline."""
    for action in actions:
        start_action(capa, action, by=by, at=at)


def start_action(capa: Capa, action: CapaAction, *, by: Actor, at: datetime) -> None:
    """Until the end of its day where the CMO is; the sponsor is told a day after."""
    partnership = Partnership.objects.select_related("cmo").get(pk=capa.partnership_id)
    cmo = partnership.cmo
    start(
        rule=ACTION_CLOCK,
        subject_kind="capa_action",
        subject_id=action.pk,
        partnership=partnership,
        title=f"{capa.number}, action {action.position}: {action.what}"[:200],
        clause="corrective action, plan",
        owner=cmo,
        owner_roles=CMO_ROLES,
        started_at=at,
        start_evidence=StartEvidence.APPROVED,
        amount=hours_until_end(action.due_on, ZoneInfo(cmo.time_zone), at),
        unit="hours",
        ladder=(
            warning(3 * DAY, cmo.pk, CMO_ROLES),
            at_deadline(cmo.pk, CMO_ROLES),
            escalation(DAY, partnership.sponsor_id, SPONSOR_ROLES),
        ),
        url=f"/events/capa/{capa.pk}/",
        by=by,
        at=at,
    )


def restart_action(capa: Capa, action: CapaAction, reason: str, *, by: Actor, at: datetime) -> None:
    """A new day is a new deadline; the old one is cancelled with the reason."""
    cancel(rule=ACTION_CLOCK, subject_id=action.pk, reason=reason, by=by, at=at)
    start_action(capa, action, by=by, at=at)


def drop_action_clocks(capa: Capa, reason: str, *, by: Actor, at: datetime) -> None:
    for action in capa.actions.filter(done_at=None):
        cancel(rule=ACTION_CLOCK, subject_id=action.pk, reason=reason, by=by, at=at)


def hours_until_end(day: date, zone: ZoneInfo, at: datetime) -> int:
    """Whole hours from `at` to the end of the day there, one at least."""
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return max(1, (end - at) // HOUR)
