"""Partnerships that the open scope shows, and what they are qualified for."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from parties.models import AuditorGrant, Partnership, PartnershipInvitation, Qualification


def partnerships() -> QuerySet[Partnership]:
    """All partnerships that the open scope shows, with both companies."""
    return Partnership.objects.select_related("sponsor", "cmo").order_by("sponsor__name", "cmo__name")


def whole_partnerships() -> QuerySet[Partnership]:
    """Those seen whole: what sums up a partnership is no part of a narrow grant (ADR 0018)."""
    return partnerships().extra(where=["parties_partnership.id = ANY ((SELECT visible_partnerships())::uuid[])"])


def partnership_ids() -> list[UUID]:
    """Their keys: lists ask per partnership (docs/architecture.md)."""
    return list(Partnership.objects.values_list("id", flat=True))


def qualification_on(partnership_id: UUID, on: date) -> Qualification | None:
    """The qualification that covers this day, the latest granted first (domain §C9)."""
    covering = Qualification.objects.filter(partnership_id=partnership_id, valid_from__lte=on, valid_until__gt=on)
    return covering.order_by("-valid_from", "-id").first()


def grants() -> QuerySet[AuditorGrant]:
    """Auditors' looks at the partnerships of the open scope, the latest first."""
    found = AuditorGrant.objects.select_related(
        "person", "organisation", "granted_by", "partnership__sponsor", "partnership__cmo"
    )
    return found.order_by("-starts_at", "-id")


def open_proposals(organisation_id: UUID, at: datetime) -> QuerySet[PartnershipInvitation]:
    """Questions of an organisation to other companies that wait for an answer."""
    found = PartnershipInvitation.objects.filter(organisation_id=organisation_id, accepted_at=None, revoked_at=None)
    return found.filter(expires_at__gt=at).select_related("invited_by").order_by("company_name", "id")
