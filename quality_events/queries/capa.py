"""Corrective actions, and the figures by which they are judged."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from kernel.scope import Actor
from lots.models import Lot
from masters.models import TrainedPerson
from parties.models import Partnership
from parties.queries import partnerships
from quality_events.effectiveness import Effectiveness, EffectivenessPlan, Recurrence, compute_effectiveness
from quality_events.models import Capa, CapaAction, QualityEvent
from quality_events.recurrence import Occurrence, Signature, repeated
from quality_events.states import UNFINISHED, EventState, Standing
from records.queries import delegators_of, signatures_of
from records.states import Meaning


def capas() -> QuerySet[Capa]:
    """With what a list shows, newest first."""
    found = Capa.objects.select_related("owner", "sponsor", "product", "partnership__cmo")
    return found.annotate(
        actions_open=Count("actions", filter=Q(actions__done_at=None, actions__dropped_at=None))
    ).order_by("-proposed_at", "-id")


def proposable(by: Actor) -> list[Partnership]:
    """The partnerships for which this person may propose one."""
    rights = ("quality_events.investigate", "quality_events.decide")
    return [row for row in partnerships() if any(by.may(right, row) for right in rights)]


def event_ids_of(partnership_id: UUID, numbers: Iterable[str]) -> list[UUID]:
    """The partnership's events of these numbers."""
    found = QualityEvent.objects.filter(partnership_id=partnership_id, number__in=list(numbers))
    return list(found.order_by("number").values_list("pk", flat=True))


def lot_numbers(capa: Capa) -> list[str]:
    """Of the lots that its events were reported on."""
    hit = Lot.objects.filter(event_lots__event__capa_events__capa=capa, event_lots__relation="direct")
    return list(hit.order_by("number").values_list("number", flat=True).distinct())


def living_actions(capa: Capa) -> list[CapaAction]:
    """The plan's actions with their extensions, what was dropped left out."""
    found = capa.actions.filter(dropped_at=None).select_related("owner", "done_by", "evidence")
    return list(found.prefetch_related("extensions__granted_by"))


def trained_on(partnership_id: UUID, procedures: Iterable[str]) -> list[tuple[str, str]]:
    """Who is recorded as trained on one of these: (procedure, initials); one query, none for none."""
    wanted = {name for name in procedures if name}
    if not wanted:
        return []
    people = TrainedPerson.objects.filter(
        partnership_id=partnership_id, recorded_until=None, procedures__overlap=sorted(wanted)
    )
    found = people.order_by("initials").values_list("initials", "procedures")
    return [(name, initials) for initials, names in found for name in names if name in wanted]


def next_capa_number(partnership_id: UUID) -> str:
    """CAPA-1, CAPA-2 … per partnership; the caller holds the partnership's row locked."""
    return f"CAPA-{Capa.objects.filter(partnership_id=partnership_id).count() + 1}"


def authors_of_capa(capa: Capa) -> set[UUID]:
    """Who wrote the plan: its owner and whoever submitted it."""
    submitted = capa.history.filter(state="planned").values_list("history_user_id", flat=True)
    return {key for key in (capa.owner_id, *submitted, *delegators_of(capa.pk, Meaning.AUTHORED)) if key}


def doers_of(capa: Capa) -> set[UUID]:
    """Who owns the action, did a part of it or signed it as done, and on whose authority: none of them verifies it."""
    done = capa.actions.exclude(done_by=None).values_list("done_by_id", flat=True)
    signed = signatures_of(capa.pk).filter(meaning=Meaning.PERFORMED).values_list("signer_id", "delegator_id")
    return {key for key in (capa.owner_id, *done, *chain.from_iterable(signed)) if key}


def effectiveness_of(capa: Capa, at: datetime) -> Effectiveness:
    """Computed from the lots completed and the events of its signature since the implementation; two queries."""
    since, product_id = capa.implemented_at, capa.product_id
    if since is None or product_id is None or capa.exposure_lots is None or capa.window_days is None:
        raise ValueError(f"{capa} is not watched")
    lots = Lot.objects.filter(partnership_id=capa.partnership_id, product_id=product_id)
    made = lots.filter(completed_at__gte=since, completed_at__lte=at).values_list("completed_at", flat=True)
    again = QualityEvent.objects.filter(
        partnership_id=capa.partnership_id,
        kind=capa.kind,
        root_cause=capa.root_cause,
        found_at=capa.found_at,
        discovered_at__gte=since,
        event_lots__lot__product_id=product_id,
        event_lots__lot__completed_at__gte=since,
        event_lots__standing=Standing.INCLUDED,
    ).exclude(state=EventState.CANCELLED)
    found = again.values_list("number", "discovered_at").distinct()
    return compute_effectiveness(
        EffectivenessPlan(capa.exposure_lots, capa.window_days + capa.extra_days, capa.at_most),
        implemented_at=since,
        lots_made_at=[moment for moment in made if moment is not None],
        recurrences=[Recurrence(number, when) for number, when in found],
        at=at,
    )


def figures_of(found: Effectiveness, at: datetime) -> dict[str, Any]:
    """As kept on the row and signed."""
    return {
        "outcome": str(found.outcome),
        "lots_made": found.lots_made,
        "recurrences": list(found.recurrences),
        "ended_at": found.ended_at.isoformat() if found.ended_at else None,
        "at": at.isoformat(),
    }


def repeats_of(event: QualityEvent) -> tuple[str, ...]:
    """The numbers of the earlier events that this one repeats; three queries."""
    others = QualityEvent.objects.filter(
        partnership_id=event.partnership_id, kind=event.kind, root_cause=event.root_cause, found_at=event.found_at
    ).exclude(state=EventState.CANCELLED)
    included = Prefetch("event_lots", to_attr="included", queryset=event.event_lots.model.objects.filter(
        standing=Standing.INCLUDED).select_related("lot"))  # fmt: skip
    known = list(others.prefetch_related(included))
    places = _places(row.lot.product_id for other in known for row in other.included)
    found = {other.number: _occurrences(other, places) for other in known}
    mine = found.get(event.number, [])
    theirs = [one for number, ones in found.items() if number != event.number for one in ones]
    return tuple(dict.fromkeys(number for one in mine for number in repeated(one, theirs)))


def _places(product_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Each lot's place among its product's, in the order in which they were made."""
    lots = Lot.objects.filter(product_id__in=set(product_ids)).exclude(started_at=None).order_by("started_at", "pk")
    counts: dict[UUID, int] = {}
    places = {}
    for key, product_id in lots.values_list("pk", "product_id"):
        places[key] = counts[product_id] = counts.get(product_id, 0) + 1
    return places


def _occurrences(event: Any, places: dict[UUID, int]) -> list[Occurrence]:
    """One for each product that it hits."""
    products = {row.lot.product_id for row in event.included}
    return [
        Occurrence(
            event.number,
            Signature(product, event.kind, event.root_cause, event.found_at),
            event.discovered_at.date(),
            frozenset(
                places[row.lot_id] for row in event.included if row.lot.product_id == product and row.lot_id in places
            ),
        )
        for product in products
    ]


def open_capa_of(partnership_id: UUID, kind: str, root_cause: str, found_at: str) -> Capa | None:
    """One that answers this signature and is not finished: a second is not proposed."""
    found = Capa.objects.filter(
        partnership_id=partnership_id, kind=kind, root_cause=root_cause, found_at=found_at, state__in=UNFINISHED
    )
    return found.order_by("proposed_at").first()
