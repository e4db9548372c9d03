"""Decisions about a lot: two by CMO quality, one by the sponsor where the pattern asks for it (domain §C6)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, meet
from evidence.pack.rules import Verdict
from kernel import events
from kernel.clock import now
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from records.actions.signatures import sign
from records.content import content_hash, plain
from records.states import Meaning
from release import rules
from release.actions.handing import DISPOSITION_CLOCK, hand_on, stop_review
from release.actions.verifying import lapse_verification
from release.balance import most_of
from release.content import decision_content
from release.events import LotDecided
from release.facts import Facts
from release.judging import kept, release_verdicts
from release.models import Disposition
from release.pattern import route
from release.queries import facts_of, live_pack_of, performers
from release.states import Decision, Stage

MEANINGS = {
    Decision.RELEASE: Meaning.RELEASED,
    Decision.REJECT: Meaning.REJECTED,
    Decision.REPROCESS: Meaning.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the signer gave: the decision, the quantity in the lot's unit, the proof and the hash that was shown."""

    decision: str
    quantity: Decimal
    proof: Any
    shown_hash: str


def decide_as_cmo(*, lot_id: UUID, stage: str, signing: Signing, by: Actor, reason: str, at: datetime) -> Disposition:
    """CMO quality releases the batch, then the packaged lot (111.123(a)(8), 111.127(h)); or rejects at either."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or signing.decision, at=at):
        lot = Lot.objects.locked([lot_id]).get()
        facts = facts_of([lot_id])[lot_id]
        rules.check_cmo_stage(stage)
        row = _decide(lot, facts, stage, signing, by, reason, at)
        if signing.decision == Decision.REJECT:
            move(lot, "reject_by_cmo", by=by, reason=reason, signed=True)
            stop_review(row.pack_id, by=by, at=at)
        elif stage == Stage.PACKAGED_LOT:
            move(lot, "approve_by_cmo", by=by, signed=True)
            hand_on(lot, route(facts_of([lot_id])[lot_id], now()), by=by, at=at)
        return row


def decide_as_sponsor(*, lot_id: UUID, signing: Signing, by: Actor, reason: str, at: datetime) -> Disposition:
    """The sponsor's disposition on an accepted pack; never by the person who accepted it (separation of duties)."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or signing.decision, at=at):
        lot = Lot.objects.locked([lot_id]).get()
        facts = facts_of([lot_id])[lot_id]
        row = _decide(lot, facts, Stage.SPONSOR, signing, by, reason, at)
        move(lot, rules.VERBS[Stage.SPONSOR][signing.decision], by=by, reason=reason, signed=True)
        meet(rule=DISPOSITION_CLOCK, subject_id=lot.pk, by=by, at=at)
        lapse_verification(lot, by=by, at=at)
        close_items(key=f"lot/{lot.pk}/disposition", by=by, at=at)
        return row


def _check(
    lot: Lot, facts: Facts, stage: str, signing: Signing, by: Actor, reason: str, verdicts: tuple[Verdict, ...]
) -> None:
    rules.check_decision(
        signing.decision,
        stage=stage,
        lot=lot,
        facts=facts,
        by=by,
        performer_ids=performers(stage, lot, facts),
        verdicts=verdicts,
    )
    rules.check_reason(signing.decision, reason)
    if signing.decision == Decision.RELEASE:
        rules.check_quantity(signing.quantity, lot, most_of(facts, stage))


def _decide(lot: Lot, facts: Facts, stage: str, signing: Signing, by: Actor, reason: str, at: datetime) -> Disposition:
    judges = signing.decision == Decision.RELEASE and facts.pack is not None
    verdicts = release_verdicts(lot, live_pack_of(lot)) if judges else ()
    _check(lot, facts, stage, signing, by, reason, verdicts)
    quantity = signing.quantity if signing.decision == Decision.RELEASE else Decimal(0)
    return record(lot, facts, stage, signing, quantity, verdicts, by=by, reason=reason, at=at)


def record(
    lot: Lot,
    facts: Facts,
    stage: str,
    signing: Signing,
    quantity: Decimal,
    verdicts: tuple[Verdict, ...],
    *,
    by: Actor,
    reason: str,
    at: datetime,
) -> Disposition:
    """Sign and keep a decision that was checked; the first of its stage, or the next about what is left over."""
    part = sum(decision.stage == stage for decision in facts.decisions)
    pack = live_pack_of(lot)
    signature = sign(
        by=by,
        subject=lot,
        subject_kind="lot",
        subject_label=f"Lot {lot.number}: {Stage(stage).label}" + (f", part {part + 1}" if part else ""),
        content=decision_content(lot, pack, stage=stage, decision=signing.decision, quantity=quantity, part=part),
        meaning=MEANINGS[Decision(signing.decision)],
        proof=signing.proof,
        reason=reason,
        at=at,
        shown_hash=signing.shown_hash,
        permission="release.disposition" if stage == Stage.SPONSOR else "release.cmo_release",
    )
    inputs = plain({"lot": lot.pk, "stage": stage, "facts": facts})
    way = route(facts, at)
    row = Disposition.objects.create(
        partnership_id=lot.partnership_id,
        sponsor_id=lot.sponsor_id,
        lot=lot,
        stage=stage,
        part=part,
        decision=signing.decision,
        quantity=quantity,
        reason=reason,
        signature=signature,
        decided_by_id=by.person_id,
        decided_at=at,
        pack=pack,
        pattern=way.pattern,
        turned_by_id=way.turned.id if way.turned and stage == Stage.PACKAGED_LOT else None,
        inputs=inputs,
        inputs_hash=content_hash(inputs),
        verdicts=kept(verdicts),
    )
    events.publish(LotDecided(lot.pk, row.pk, lot.partnership_id, stage, signing.decision, by, at))
    return row
