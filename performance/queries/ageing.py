"""What is open and by when, how often a day was put off: per partnership, two queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse

from clocks.models import Clock
from performance.ageing import CorrectionFact, DutyFact
from quality_events.actions.capa_telling import ACTION_CLOCK
from quality_events.actions.interim import FINAL_CLOCK
from quality_events.models import Capa
from quality_events.states import UNFINISHED


def duty_facts(partnership_ids: Iterable[UUID]) -> dict[UUID, list[DutyFact]]:
    """The investigations and actions of corrective actions whose clocks run, as the clauses and pauses have them."""
    found: dict[UUID, list[DutyFact]] = defaultdict(list)
    running = Clock.objects.filter(
        partnership_id__in=list(partnership_ids), rule__in=(FINAL_CLOCK, ACTION_CLOCK), ended_at=None
    )
    for pair, title, url, due_at in running.values_list("partnership_id", "title", "url", "due_at"):
        found[pair].append(DutyFact(title, url, due_at))
    return found


def correction_facts(partnership_ids: Iterable[UUID], since: datetime) -> dict[UUID, list[CorrectionFact]]:
    """The corrective actions that are open, or were proposed since then, with the extensions of their actions."""
    found: dict[UUID, list[CorrectionFact]] = defaultdict(list)
    rows = Capa.objects.filter(
        Q(state__in=UNFINISHED) | Q(proposed_at__gte=since), partnership_id__in=list(partnership_ids)
    )
    counted = rows.annotate(put_off=Count("actions__extensions")).order_by("proposed_at", "id")
    for capa in counted:
        url = reverse("quality_events:capa", args=[capa.pk])
        found[capa.partnership_id].append(CorrectionFact(capa.number, url, capa.put_off))
    return found
