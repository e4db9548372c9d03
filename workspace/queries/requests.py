"""Auditors' requests as both sides read them, and the records that may answer one."""

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from kernel.errors import Refused
from kernel.scope import Actor, opened
from lots.models import Lot
from parties.models import AuditorGrant
from quality_events.models import QualityEvent
from workspace.models import AuditRequest


def requests_seen() -> QuerySet[AuditRequest]:
    """All that the open scope shows, the open ones by their deadline, then the newest."""
    found = AuditRequest.objects.select_related(
        "asked_of", "asked_by", "answered_by", "file", "grant__organisation", "partnership__sponsor", "partnership__cmo"
    )
    return found.order_by("-state", "due_at", "-pk")


def requests_under(grant_id: UUID) -> QuerySet[AuditRequest]:
    return requests_seen().filter(grant_id=grant_id)


def grant_with_pair(grant_id: UUID) -> AuditorGrant:
    return AuditorGrant.objects.select_related("partnership__sponsor", "partnership__cmo").get(pk=grant_id)


def request_page(request_id: UUID) -> str:
    return reverse("workspace:audit_request", args=[request_id])


def found_record(row: AuditRequest, number: str) -> tuple[str, str]:
    """Label and page of a lot or event by its number, as the auditor's own access shows it.

    Refused where it shows no such record: then a file answers, or a wider access.
    """
    grant = AuditorGrant.objects.select_related("person").get(pk=row.grant_id)
    eyes = Actor(person_id=grant.person_id, name=grant.person.name, organisation_id=grant.organisation_id)
    with opened(eyes):
        lot = Lot.objects.filter(partnership_id=row.partnership_id, number__iexact=number).first()
        if lot is not None:
            return f"lot {lot.number}", lot.get_absolute_url()
        event = QualityEvent.objects.filter(partnership_id=row.partnership_id, number__iexact=number).first()
        if event is not None:
            return f"event {event.number}", reverse("quality_events:event", args=[event.pk])
    raise Refused(
        f"The auditor’s access shows no lot or event {number}. Hand over a file, or give an access that shows it.",
        "21 CFR 11.10(d)",
        code="not-shown",
    )
