"""A hold is looked at again by its date: whoever placed it is reminded, then those above, then the other company."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from clocks.actions import Duty, meet_all, start_all
from clocks.ladder import Rung, at_deadline, escalation, warning
from clocks.states import StartEvidence
from kernel.scope import Actor
from lots.models import Hold
from lots.states import LIFTERS, Authority
from parties.models import Organisation, Partnership

REVIEW_CLOCK = "lots.hold_review"
DAY = 24  # hours
WARNED_BEFORE, HEADS_AFTER, OTHERS_AFTER = 3 * DAY, DAY, 7 * DAY


def await_review(holds: Sequence[Hold], evidence: StartEvidence, *, by: Actor, at: datetime) -> None:
    """The holds' own company owes the look at each; holds of one partnership and one company, however many."""
    if not holds:
        return
    partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=holds[0].partnership_id)
    is_sponsors = holds[0].organisation_id == partnership.sponsor_id
    owner = partnership.sponsor if is_sponsors else partnership.cmo
    duties = [_duty(hold, evidence, owner, partnership, at) for hold in holds]
    start_all(duties=duties, partnership=partnership, by=by, at=at)


def reviewed(hold_ids: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Looked at, or lifted: nobody has to any more."""
    meet_all(rule=REVIEW_CLOCK, subject_ids=hold_ids, by=by, at=at)


def _duty(hold: Hold, evidence: StartEvidence, owner: Organisation, partnership: Partnership, at: datetime) -> Duty:
    lot = hold.lot
    because = f", {hold.event_number}" if hold.event_number else ""
    return Duty(
        rule=REVIEW_CLOCK,
        subject_kind="hold",
        subject_id=hold.pk,
        title=f"Review the hold on lot {lot.number}{because}",
        clause="the hold’s review date",
        owner=owner,
        owner_roles=tuple(hold.authority),
        started_at=at,
        start_evidence=evidence,
        amount=(hold.review_on - at.date()).days,
        unit="days",
        ladder=_ladder(hold, owner, partnership),
        url=lot.get_absolute_url(),
        lot_id=lot.pk,
        lot_number=lot.number,
    )


def _ladder(hold: Hold, owner: Organisation, partnership: Partnership) -> tuple[Rung, ...]:
    side, other, other_id = (
        ("sponsor", "cmo", partnership.cmo_id)
        if owner.pk == partnership.sponsor_id
        else ("cmo", "sponsor", partnership.sponsor_id)
    )
    return (
        warning(WARNED_BEFORE, owner.pk, hold.authority),
        at_deadline(owner.pk, hold.authority),
        escalation(HEADS_AFTER, owner.pk, LIFTERS[side, Authority.HEAD]),
        escalation(OTHERS_AFTER, other_id, LIFTERS[other, Authority.QUALITY]),
    )
