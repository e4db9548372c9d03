"""A complaint that the CMO received first is passed on in time, or late: the clock is its proof (domain §C7)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from agreements.queries import in_force, terms_of
from clocks.actions import meet, start
from clocks.states import StartEvidence
from kernel.scope import Actor
from parties.models import Partnership
from quality_events.actions.complaint_telling import CMO_ROLES, headline, page_of
from quality_events.models import Complaint

FORWARD_CLOCK = "quality_events.forward_complaint"


def forwarded_at(complaint: Complaint) -> datetime | None:
    """When the sponsor had what the CMO had first: it was told, or read it here; None when nothing was to pass on."""
    of_sponsor, of_cmo = complaint.sponsor_received_at, complaint.cmo_received_at
    if of_cmo is None or (of_sponsor is not None and of_sponsor <= of_cmo):
        return None
    return min(of_sponsor or complaint.entered_at, complaint.entered_at)


def judge_forwarding(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Start the CMO's clock at its receipt and end it when the sponsor had it; nothing without an agreement in force.

    Nobody could be warned before: what is not written down is not known here.
    """
    moment, began = forwarded_at(complaint), complaint.cmo_received_at
    if moment is None or began is None:
        return
    partnership = Partnership.objects.select_related("cmo").get(pk=complaint.partnership_id)
    day = began.astimezone(ZoneInfo(partnership.cmo.time_zone)).date()
    version = in_force(partnership.pk, complaint.product.group, day)
    terms = terms_of(version.pk if version else None)
    if terms is None:
        return
    start(
        rule=FORWARD_CLOCK,
        subject_kind="complaint",
        subject_id=complaint.pk,
        partnership=partnership,
        title=f"Pass on {headline(complaint)}"[:200],
        clause=terms.citation("complaint"),
        owner=partnership.cmo,
        owner_roles=CMO_ROLES,
        started_at=began,
        start_evidence=StartEvidence.RECEIVED,
        amount=terms.forward_days,
        unit="business_days",
        url=page_of(complaint),
        by=by,
        at=at,
    )
    meet(rule=FORWARD_CLOCK, subject_id=complaint.pk, by=by, at=max(moment, began))
