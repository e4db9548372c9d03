"""After CMO quality released the packaged lot: released by the pattern, or handed to the sponsor with the reasons."""

from datetime import datetime
from uuid import UUID

from agreements.queries import terms_of
from clocks.actions import cancel, close_items, start
from clocks.ladder import escalation, warning
from clocks.states import StartEvidence
from evidence.actions.handing import COUNTERSIGN_CLOCK, REVIEW_CLOCK
from kernel.scope import Actor, system
from kernel.states import move
from lots.models import Lot
from parties.models import Partnership
from release.actions.verifying import consider
from release.pattern import Route

DISPOSITION_CLOCK = "release.disposition"
_SPONSOR_ROLES = ("SQA", "SQH")


def hand_on(lot: Lot, way: Route, *, by: Actor, at: datetime) -> None:
    """SYS moves the lot along the route that its agreement version decides."""
    platform = system(lot.partnership_id)
    if not way.needs_sponsor:
        move(lot, "release_by_pattern", by=platform)
        consider(lot, way, by=by, at=at)
        return
    move(lot, "hand_to_sponsor", by=platform)
    partnership = Partnership.objects.select_related("sponsor").get(pk=lot.partnership_id)
    terms = terms_of(lot.agreement_version_id)
    days = terms.disposition_days if terms else None
    if terms and days:
        sponsor = partnership.sponsor
        start(
            rule=DISPOSITION_CLOCK,
            subject_kind="lot",
            subject_id=lot.pk,
            partnership=partnership,
            title=f"Review and decide on lot {lot.number}",
            clause=way.clause,
            owner=sponsor,
            owner_roles=_SPONSOR_ROLES,
            started_at=at,
            start_evidence=StartEvidence.RELEASED,
            amount=days,
            unit="business_days",
            ladder=(warning(24, sponsor.pk, _SPONSOR_ROLES), escalation(24, sponsor.pk, ("SQH",))),
            url=f"/lots/{lot.pk}/",
            by=by,
            at=at,
            lot_id=lot.pk,
            lot_number=lot.number,
            **terms.pause_terms(DISPOSITION_CLOCK),
        )


def stop_review(pack_id: UUID, *, by: Actor, at: datetime) -> None:
    """Nobody has to review what the CMO rejected."""
    for rule in (REVIEW_CLOCK, COUNTERSIGN_CLOCK):
        cancel(rule=rule, subject_id=pack_id, reason="the CMO rejected the lot", by=by, at=at)
    for what in ("review", "attest"):
        close_items(key=f"pack/{pack_id}/{what}", by=by, at=at)
