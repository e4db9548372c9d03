"""After a release that needed no sponsor: the draw by the plan, and what the sponsor says of a drawn lot (§C6, P1)."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from agreements.queries import terms_of
from clocks.actions import cancel, close_items, meet, open_item, start
from clocks.ladder import escalation, warning
from clocks.states import StartEvidence
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import check_move, move
from lots.actions import place_hold
from lots.actions.gates import changing
from lots.models import Lot
from parties.models import Partnership
from release import drawing
from release.models import Disposition, Verification
from release.pattern import Route
from release.queries import signal_in, stretch_is_taken, verified_so_far
from release.states import Stage, VerificationState

VERIFICATION_CLOCK = "release.verification"
_ROLES = ("SQA", "SQH")


def consider(lot: Lot, way: Route, *, by: Actor, at: datetime) -> Verification:
    """Draw by the plan of the release clause, every lot without one; the seed is the platform's own and is kept."""
    terms = terms_of(lot.agreement_version_id)
    plan = (terms.release_clause.get("verified") if terms else None) or "every_lot"
    group, quarter = lot.product.group, drawing.quarter_of(at.date())
    position = verified_so_far(lot.partnership_id, group, quarter) + 1
    draw = drawing.draw_for(
        plan,
        position,
        is_taken=stretch_is_taken(lot.partnership_id, group, quarter, position),
        signal=signal_in(lot.partnership_id, group, at),
    )
    row = Verification(
        partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, lot=lot, product_group=group, quarter=quarter,
        disposition=Disposition.objects.get(lot=lot, stage=Stage.PACKAGED_LOT, revoked_at=None), position=position,
        plan=plan, one_in=draw.one_in, basis=draw.basis, seed=secrets.token_hex(16), clause=way.clause, drawn_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    is_drawn = drawing.is_drawn(draw, row.seed, str(lot.pk))
    move(row, "draw" if is_drawn else "pass_over", by=system(lot.partnership_id))
    if is_drawn:
        days = terms.release_clause.get("post_review_days") if terms else None
        _ask(row, lot, days, by=by, at=at)
    return row


def _ask(row: Verification, lot: Lot, days: int | None, *, by: Actor, at: datetime) -> None:
    """A clock where the clause names the days, else an item without one."""
    partnership = Partnership.objects.select_related("sponsor").get(pk=lot.partnership_id)
    sponsor = partnership.sponsor
    title = f"Verify lot {lot.number}, released without your signature"
    url = row.get_absolute_url()
    if not days:
        open_item(
            key=f"verification/{row.pk}", partnership=partnership, organisation_id=sponsor.pk, roles=_ROLES,
            title=title, why=row.clause, url=url, lot_id=lot.pk, by=by, at=at,
        )  # fmt: skip
        return
    start(
        rule=VERIFICATION_CLOCK, subject_kind="verification", subject_id=row.pk, partnership=partnership, title=title,
        clause=row.clause, owner=sponsor, owner_roles=_ROLES, started_at=at, start_evidence=StartEvidence.RELEASED,
        amount=days, unit="business_days", url=url, by=by, at=at, lot_id=lot.pk, lot_number=lot.number,
        ladder=(warning(24, sponsor.pk, _ROLES), escalation(24, sponsor.pk, ("SQH",))),
    )  # fmt: skip


def accept_verification(*, verification_id: UUID, by: Actor, reason: str, at: datetime) -> Verification:
    """The sponsor looked and finds the release right; a remark is kept."""
    with transaction.atomic(), acting(by=by, reason=reason or "verified", at=at):
        row = Verification.objects.select_related("lot").locked([verification_id]).get()
        return _decide(row, "accept", by=by, reason=reason, at=at)


def dispute_verification(*, verification_id: UUID, by: Actor, reason: str, at: datetime) -> Verification:
    """The sponsor disagrees: its hold stops what has not left, and the next lots are all drawn for 90 days."""
    lot_id = Verification.objects.values_list("lot_id", flat=True).get(pk=verification_id)
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "disputed", at=at):
        row = Verification.objects.select_related("lot").locked([verification_id]).get()
        check_move(row, "dispute", by=by, reason=reason)
        place_hold(lot_id=lot_id, by=by, reason=f"Release disputed after verification: {reason}", at=at)
        return _decide(row, "dispute", by=by, reason=reason, at=at)


def _decide(row: Verification, verb: str, *, by: Actor, reason: str, at: datetime) -> Verification:
    check_move(row, verb, by=by, reason=reason)
    row.decided_by_id, row.decided_at, row.remark = by.person_id, at, reason.strip()
    move(row, verb, by=by, reason=reason)
    meet(rule=VERIFICATION_CLOCK, subject_id=row.pk, by=by, at=at)
    close_items(key=f"verification/{row.pk}", by=by, at=at)
    return row


def lapse_verification(lot: Lot, *, by: Actor, at: datetime) -> None:
    """The release it was about is taken back or overruled: nothing is left to verify."""
    reason = "the release was taken back"
    for row in Verification.objects.filter(lot=lot, state=VerificationState.DRAWN).select_for_update(no_key=True):
        move(row, "lapse", by=system(lot.partnership_id), reason=reason)
        cancel(rule=VERIFICATION_CLOCK, subject_id=row.pk, reason=reason, by=by, at=at)
        close_items(key=f"verification/{row.pk}", by=by, at=at)
