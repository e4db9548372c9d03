"""KPIs per partner, from rows; a constant number of queries whatever the number of partners and lots."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from agreements.queries import terms_of_versions
from agreements.terms import Terms
from clocks.models import Clock
from evidence.actions.handing import HAND_OFF_CLOCK
from evidence.models import Pack
from evidence.states import PackState
from lots.models import Lot
from lots.states import LotState
from parties.models import Partnership, Qualification
from parties.queries import qualification_on, whole_partnerships
from performance.ageing import ageing
from performance.facts import EventFact, HandOffFact, LotFact
from performance.measures import Measure, measures
from performance.queries.ageing import correction_facts, duty_facts
from performance.queries.readiness import exercise_facts
from performance.readiness import readiness
from quality_events.models import EventLot, QualityEvent
from quality_events.states import EventState, Standing

PERIOD = timedelta(days=365)
"""The cohort: lots completed in the last twelve months."""
RELEASED = (LotState.RELEASED, LotState.SHIPPED_PART, LotState.SHIPPED)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One partner's figures for a period."""

    partnership: Partnership
    since: datetime
    until: datetime
    measures: tuple[Measure, ...]


def scorecards(at: datetime, partnership_id: UUID | None = None) -> list[Scorecard]:
    """The scorecard of every partnership in scope, or of one."""
    found = whole_partnerships()
    chosen = list(found.filter(pk=partnership_id) if partnership_id else found)
    since = at - PERIOD
    facts: dict[UUID, list[LotFact]] = defaultdict(list)
    keys = [p.pk for p in chosen]
    for fact in lot_facts(keys, since, at):
        facts[fact.partnership_id].append(fact)
    duties, corrections = duty_facts(keys), correction_facts(keys, since)
    exercises = exercise_facts(keys, since, at)

    def card(pair: Partnership) -> Scorecard:
        lots = facts[pair.pk]
        aged = ageing(duties[pair.pk], corrections[pair.pk], at, lots=len(lots))
        ready = readiness(exercises[pair.pk], lots=len(lots))
        return Scorecard(pair, since, at, (*measures(lots, at), ready, *aged))

    return [card(pair) for pair in chosen]


def lot_facts(partnership_ids: Iterable[UUID], since: datetime, until: datetime) -> list[LotFact]:
    """The lots completed in the period, with what the KPIs need; nine queries at most."""
    lots = list(
        Lot.objects.filter(
            partnership_id__in=list(partnership_ids), completed_at__gte=since, completed_at__lte=until
        ).order_by("completed_at", "id")
    )
    ids = [lot.pk for lot in lots]
    terms = terms_of_versions({lot.agreement_version_id for lot in lots if lot.agreement_version_id})
    hand_offs, packs = _hand_offs(ids), _packs(ids)
    returned = set(Pack.history.filter(lot_id__in=ids, state=PackState.RETURNED).values_list("lot_id", flat=True))
    reprocessed = set(Lot.history.filter(id__in=ids, state=LotState.REPROCESS).values_list("id", flat=True))
    events = _events(lots, terms)
    return [
        LotFact(
            id=lot.pk,
            number=lot.number,
            partnership_id=lot.partnership_id,
            completed_at=lot.completed_at,  # type: ignore[arg-type]  # chosen by it
            hand_off=hand_offs.get(lot.pk),
            has_pack=lot.pk in packs,
            is_pack_accepted=PackState.ACCEPTED in packs.get(lot.pk, ()),
            was_pack_returned=lot.pk in returned,
            is_released=lot.state in RELEASED,
            was_reprocessed=lot.pk in reprocessed,
            events=tuple(events[lot.pk]),
        )
        for lot in lots
    ]


def _hand_offs(lot_ids: list[UUID]) -> dict[UUID, HandOffFact]:
    """The first hand-off clock of each lot: a pack that was returned starts another one, which K1 leaves out."""
    rows = Clock.objects.filter(rule=HAND_OFF_CLOCK, subject_id__in=lot_ids).exclude(state="cancelled")
    values = rows.order_by("-started_at").values_list("subject_id", "started_at", "due_at", "ended_at")
    return {lot_id: HandOffFact(started, due, ended) for lot_id, started, due, ended in values}


def _packs(lot_ids: list[UUID]) -> dict[UUID, set[str]]:
    """The states of each lot's packs; a withdrawn one was never submitted."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Pack.objects.filter(lot_id__in=lot_ids).exclude(state=PackState.WITHDRAWN)
    for lot_id, state in rows.values_list("lot_id", "state"):
        found[lot_id].add(state)
    return dict(found)


def _events(lots: list[Lot], terms: dict[UUID, Terms]) -> dict[UUID, list[EventFact]]:
    found: dict[UUID, list[EventFact]] = defaultdict(list)
    by_id = {lot.pk: lot for lot in lots}
    links = EventLot.objects.filter(lot_id__in=list(by_id), standing=Standing.INCLUDED).exclude(
        event__state=EventState.CANCELLED
    )
    rows = list(links.select_related("event").order_by("event__reported_at", "id"))
    sponsors = _reported_by_sponsor({row.event_id for row in rows})
    for row in rows:
        lot = by_id[row.lot_id]
        limits = terms.get(lot.agreement_version_id) if lot.agreement_version_id else None
        found[lot.pk].append(
            EventFact(
                id=row.event_id,
                number=row.event.number,
                classification=row.event.classification,
                is_self_reported=row.event_id not in sponsors,
                discovered_at=row.event.discovered_at,
                reported_at=row.event.reported_at,
                limit_hours=limits.notification_hours(row.event.classification) if limits else None,
            )
        )
    return found


def _reported_by_sponsor(event_ids: set[UUID]) -> set[UUID]:
    """Events whose first history row was written for the sponsor's organisation."""
    rows = QualityEvent.history.filter(id__in=event_ids, history_type="+")
    written = rows.values_list("id", "acting_organisation_id", "sponsor_id")
    return {event_id for event_id, organisation_id, sponsor_id in written if organisation_id == sponsor_id}


def qualifications(partnership_id: UUID) -> QuerySet[Qualification]:
    """All that the sponsor has qualified the CMO for, the newest first."""
    return Qualification.objects.filter(partnership_id=partnership_id).order_by("-valid_from", "-id")


def qualification_now(partnership_id: UUID, on: date) -> Qualification | None:
    """The qualification that the gate reads on this day."""
    return qualification_on(partnership_id, on)


def gated_lots(partnership_id: UUID) -> list[UUID]:
    """Lots whose gate may change with the qualification: everything not out of the house or voided."""
    done = (LotState.SHIPPED, LotState.REJECTED, LotState.VOIDED)
    rows = Lot.objects.filter(partnership_id=partnership_id).exclude(state__in=done)
    return list(rows.values_list("id", flat=True))
