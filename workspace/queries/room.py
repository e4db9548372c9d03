"""The auditor's room: which grants are open, until when, and the lots under each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from kernel.scope import Actor
from lots.queries import LotFilters, LotPage, page_of_lots
from parties.models import AuditorGrant, Partnership
from records.models import AccessRecord, SealedReport


@dataclass(frozen=True, slots=True)
class Grant:
    """A look at one partnership, with what stands between it and now."""

    grant: AuditorGrant
    is_open: bool
    pair: Partnership | None
    """None once the grant is over: the partnership itself is out of sight then."""


def grants_of(by: Actor, at: datetime) -> list[Grant]:
    """The grants of an auditor, the open ones first; two queries."""
    rows = AuditorGrant.objects.filter(person_id=by.person_id, organisation_id=by.company_id)
    found = list(rows.order_by("-ends_at", "id"))
    pairs = {
        pair.pk: pair
        for pair in Partnership.objects.filter(pk__in=[g.partnership_id for g in found]).select_related(
            "sponsor", "cmo"
        )
    }
    shown = [
        Grant(g, g.revoked_at is None and g.starts_at <= at < g.ends_at, pairs.get(g.partnership_id)) for g in found
    ]
    return sorted(shown, key=lambda grant: not grant.is_open)


def grants_given(by: Actor) -> QuerySet[AuditorGrant]:
    """The grants on the own organisation's partnerships, for those who grant and watch."""
    rows = AuditorGrant.objects.filter(
        Q(partnership__sponsor_id=by.organisation_id) | Q(partnership__cmo_id=by.organisation_id)
    )
    return rows.select_related(
        "person", "organisation", "granted_by", "partnership__sponsor", "partnership__cmo"
    ).order_by("-ends_at", "id")


def lots_under(pair: Partnership, *, number: str = "", after: str = "", before: str = "") -> LotPage:
    """The lots that a grant shows."""
    return page_of_lots([pair], LotFilters(number=number), after=after, before=before)


def opened_by_auditors(by: Actor, limit: int = 50) -> list[AccessRecord]:
    """What outsiders opened or downloaded on the own partnerships, newest first."""
    rows = AccessRecord.objects.filter(
        Q(partnership__sponsor_id=by.organisation_id) | Q(partnership__cmo_id=by.organisation_id)
    ).exclude(organisation_id=by.company_id)
    return list(rows.select_related("person", "organisation").order_by("-at", "-id")[:limit])


def own_reports(by: Actor, limit: int = 10) -> list[SealedReport]:
    """The reports that this person asked for lately."""
    rows = SealedReport.objects.filter(requested_by_id=by.person_id).select_related("requested_by")
    return list(rows.order_by("-requested_at", "-id")[:limit])
