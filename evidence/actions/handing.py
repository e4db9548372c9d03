"""Clocks and items as a pack goes from hand to hand; both sides' delays are counted (domain §C2)."""

from datetime import datetime

from agreements.queries import terms_of
from agreements.terms import Terms
from clocks.actions import cancel, close_items, meet, notify, open_item, start
from clocks.ladder import escalation, warning
from clocks.queries import running_clock
from clocks.states import StartEvidence
from evidence.actions.questions import lapse_questions
from evidence.events import PackCompleted
from evidence.models import Pack
from evidence.rules import COUNTERSIGN_DAYS, COUNTERSIGN_TERM
from kernel.scope import Actor
from lots.events import LotCompleted, LotVoided
from lots.models import Lot
from parties.models import Partnership

HAND_OFF_CLOCK = "evidence.hand_off"
REVIEW_CLOCK = "evidence.review"
COUNTERSIGN_CLOCK = "evidence.countersign"
_CMO_ROLES = ("COP", "CQA")
_SPONSOR_ROLES = ("SQA",)
_HEADS = ("SQH",)


def start_hand_off(event: LotCompleted) -> None:
    """The lot is completed: the CMO owes a complete pack within the agreement's window."""
    lot = Lot.objects.select_related("cmo", "site").get(pk=event.lot_id)
    title = f"Hand over the evidence pack of lot {lot.number}"
    _owe_pack(lot, title, StartEvidence.COMPLETED, by=event.by, at=event.at)


def hand_back(pack: Pack, lot: Lot, *, by: Actor, at: datetime) -> None:
    """Returned with a question: the window runs again, and on the CMO's side."""
    title = f"Answer the return of pack v{pack.version} of lot {lot.number}"
    if running_clock(HAND_OFF_CLOCK, lot.pk) is None:
        _owe_pack(lot, title, StartEvidence.RETURNED, by=by, at=at)


def _owe_pack(lot: Lot, title: str, evidence: StartEvidence, *, by: Actor, at: datetime) -> None:
    terms = terms_of(lot.agreement_version_id)
    hours = terms.hand_off_hours if terms else None
    if terms is None or not hours:
        return
    start(
        rule=HAND_OFF_CLOCK,
        subject_kind="lot",
        subject_id=lot.pk,
        partnership=Partnership.objects.get(pk=lot.partnership_id),
        title=title,
        clause=terms.citation("evidence"),
        owner=lot.cmo,
        owner_roles=_CMO_ROLES,
        started_at=at,
        start_evidence=evidence,
        site=lot.site,
        amount=hours,
        unit=terms.hand_off_unit,
        ladder=(
            warning(24, lot.cmo_id, _CMO_ROLES),
            escalation(24, lot.cmo_id, ("CQA",)),
            escalation(48, lot.sponsor_id, ("SQA", "SRM")),
        ),
        url=f"/lots/{lot.pk}/hand-over/",
        by=by,
        at=at,
        lot_id=lot.pk,
        lot_number=lot.number,
        **terms.pause_terms(HAND_OFF_CLOCK),
    )


def take_back(pack: Pack, reason: str, *, by: Actor, at: datetime) -> None:
    """A version is replaced or withdrawn: nobody attests, reviews or answers it any more."""
    lapse_questions(pack, reason, by=by, at=at)
    for rule in (REVIEW_CLOCK, COUNTERSIGN_CLOCK):
        cancel(rule=rule, subject_id=pack.pk, reason=reason, by=by, at=at)
    for waiting in ("attest", "review", "returned"):
        close_items(key=f"pack/{pack.pk}/{waiting}", by=by, at=at)


def meet_hand_off(event: PackCompleted) -> None:
    """A version passed completeness: the hand-off is met; CMO quality is asked to attest."""
    meet(rule=HAND_OFF_CLOCK, subject_id=event.lot_id, by=event.by, at=event.at)
    pack = Pack.objects.select_related("lot").get(pk=event.pack_id)
    open_item(
        key=f"pack/{pack.pk}/attest",
        partnership=Partnership.objects.get(pk=pack.partnership_id),
        organisation_id=pack.lot.cmo_id,
        roles=["CQA"],
        title=f"Attest pack v{pack.version} of lot {pack.lot.number} complete",
        url=f"/lots/{pack.lot_id}/hand-over/",
        lot_id=pack.lot_id,
        by=event.by,
        at=event.at,
    )


def cancel_hand_off(event: LotVoided) -> None:
    cancel(rule=HAND_OFF_CLOCK, subject_id=event.lot_id, reason="the lot was voided", by=event.by, at=event.at)


def hand_to_reviewer(pack: Pack, lot: Lot, *, by: Actor, at: datetime) -> None:
    """Attested: the sponsor's review clock starts, by the agreement's review clause."""
    partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=pack.partnership_id)
    title = f"Review pack v{pack.version} of lot {lot.number}"
    url = f"/evidence/packs/{pack.pk}/review/"
    terms = terms_of(lot.agreement_version_id)
    _owe_review(pack, lot, partnership, terms, title, url, by=by, at=at)
    notify(
        key=f"pack/{pack.pk}/attested",
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=_SPONSOR_ROLES,
        subject_line=f"{title} ({partnership.cmo.name})",
        facts={"what": title, "lot": lot.number, "clause": terms.citation("review") if terms else ""},
        url=url,
        by=by,
        at=at,
    )


def _owe_review(
    pack: Pack,
    lot: Lot,
    partnership: Partnership,
    terms: Terms | None,
    title: str,
    url: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """A clock where the agreement names the days, else an item without one."""
    days = terms.review_days if terms else None
    if terms is None or not days:
        open_item(
            key=f"pack/{pack.pk}/review",
            partnership=partnership,
            organisation_id=partnership.sponsor_id,
            roles=_SPONSOR_ROLES,
            title=title,
            url=url,
            lot_id=lot.pk,
            by=by,
            at=at,
        )
        return
    start(
        rule=REVIEW_CLOCK,
        subject_kind="pack",
        subject_id=pack.pk,
        partnership=partnership,
        title=title,
        clause=terms.citation("review"),
        owner=partnership.sponsor,
        owner_roles=_SPONSOR_ROLES,
        started_at=at,
        start_evidence=StartEvidence.ATTESTED,
        amount=days,
        unit="business_days",
        ladder=(
            warning(24, partnership.sponsor_id, _SPONSOR_ROLES),
            escalation(24, partnership.sponsor_id, ("SQH",)),
        ),
        url=url,
        by=by,
        at=at,
        lot_id=lot.pk,
        lot_number=lot.number,
        **terms.pause_terms(REVIEW_CLOCK),
    )


def close_review(pack: Pack, *, by: Actor, at: datetime) -> None:
    """Accepted, or returned: nobody owes the review or its countersignature any more."""
    for rule in (REVIEW_CLOCK, COUNTERSIGN_CLOCK):
        meet(rule=rule, subject_id=pack.pk, by=by, at=at)
    close_items(key=f"pack/{pack.pk}/review", by=by, at=at)


def hand_to_head(pack: Pack, lot: Lot, *, by: Actor, at: datetime) -> None:
    """The review of a pack of high risk is signed: the head of quality owes the countersignature."""
    close_review(pack, by=by, at=at)
    partnership = Partnership.objects.select_related("sponsor").get(pk=pack.partnership_id)
    sponsor = partnership.sponsor
    start(
        rule=COUNTERSIGN_CLOCK,
        subject_kind="pack",
        subject_id=pack.pk,
        partnership=partnership,
        title=f"Countersign pack v{pack.version} of lot {lot.number}",
        clause=COUNTERSIGN_TERM,
        owner=sponsor,
        owner_roles=_HEADS,
        started_at=at,
        start_evidence=StartEvidence.ACCEPTED,
        amount=COUNTERSIGN_DAYS,
        unit="business_days",
        ladder=(warning(4, sponsor.pk, _HEADS), escalation(24, sponsor.pk, (*_HEADS, "SQA"))),
        url=f"/evidence/packs/{pack.pk}/countersign/",
        by=by,
        at=at,
        lot_id=lot.pk,
        lot_number=lot.number,
    )
