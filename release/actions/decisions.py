"""Decisions about a lot: two by CMO quality, one by the sponsor where the pattern asks for it (domain §C6)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, meet
from evidence.models import Pack
from evidence.queries import living_pack
from kernel import events
from kernel.clock import now
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may
from records.actions.signatures import sign
from records.content import content_hash, plain
from release import rules
from release.actions.handing import DISPOSITION_CLOCK, hand_on
from release.content import decision_content
from release.events import LotDecided
from release.facts import Facts
from release.models import Disposition
from release.pattern import route
from release.queries import facts_of, workers_on
from release.states import Decision, Stage

_LOT_VERB = {Decision.RELEASE: "release", Decision.REJECT: "reject", Decision.REPROCESS: "reprocess"}
_MEANING = {Decision.RELEASE: "released", Decision.REJECT: "rejected", Decision.REPROCESS: "approved"}


@dataclass(frozen=True, slots=True)
class Signing:
    """What the signer gave: the decision, the quantity in the lot's unit, the proof and the hash that was shown."""

    decision: str
    quantity: Decimal
    proof: Any
    shown_hash: str


def decide_as_cmo(
    *, lot_id: UUID, stage: str, signing: Signing, by: Actor, reason: str, at: datetime
) -> Disposition:
    """CMO quality releases the batch, then the packaged lot (111.123(a)(8), 111.127(h)); or rejects at either."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or signing.decision, at=at):
        lot = Lot.objects.locked([lot_id]).get()
        facts = facts_of([lot_id])[lot_id]
        check_may(by, "release.cmo_release", lot, "release for the CMO")
        rules.check_stage_order(stage, facts)
        rules.check_reason(signing.decision, reason)
        rules.check_not_among(by, workers_on(lot), "release it", "21 CFR 111.12(b), R121")
        pack = _decidable_pack(lot, facts, signing, accepted=False, most=lot.quantity_good or Decimal(0))
        row = _decide(lot, pack, facts, stage, signing, by, reason, at)
        if signing.decision == Decision.REJECT:
            move(lot, "reject_by_cmo", by=by, reason=reason, signed=True)
        elif stage == Stage.PACKAGED_LOT:
            move(lot, "approve_by_cmo", by=by, signed=True)
            hand_on(lot, route(facts_of([lot_id])[lot_id], now()), by=by, at=at)
        return row


def decide_as_sponsor(*, lot_id: UUID, signing: Signing, by: Actor, reason: str, at: datetime) -> Disposition:
    """The sponsor's disposition on an accepted pack; never by the person who accepted it (separation of duties)."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or signing.decision, at=at):
        lot = Lot.objects.locked([lot_id]).get()
        facts = facts_of([lot_id])[lot_id]
        check_may(by, "release.disposition", lot, "sign the disposition")
        rules.check_stage_order(Stage.SPONSOR, facts)
        rules.check_reason(signing.decision, reason)
        released = facts.decision(Stage.PACKAGED_LOT)
        most = released.quantity if released else Decimal(0)
        pack = _decidable_pack(lot, facts, signing, accepted=True, most=most)
        rules.check_not_among(by, reviewers_of(pack), "sign the disposition", "domain C, 111.12(b)")
        row = _decide(lot, pack, facts, Stage.SPONSOR, signing, by, reason, at)
        move(lot, _LOT_VERB[Decision(signing.decision)], by=by, reason=reason, signed=True)
        meet(rule=DISPOSITION_CLOCK, subject_id=lot.pk, by=by, at=at)
        close_items(key=f"lot/{lot.pk}/disposition", by=by, at=at)
        return row


def reviewers_of(pack: Pack) -> set[Any]:
    """Who accepted the pack."""
    return set(pack.history.filter(state="accepted").values_list("history_user_id", flat=True))


def _decidable_pack(lot: Lot, facts: Facts, signing: Signing, *, accepted: bool, most: Decimal) -> Pack:
    rules.check_lawful(signing.decision, facts)
    if signing.decision == Decision.RELEASE:
        rules.check_open_events(facts)
        rules.check_holds(facts)
        rules.check_pack(facts, accepted=accepted)
        rules.check_quantity(signing.quantity, lot, most)
    pack = living_pack(lot.pk)
    if pack is None:
        rules.check_pack(facts, accepted=accepted)
        raise AssertionError  # check_pack refused already
    return pack


def _decide(
    lot: Lot, pack: Pack, facts: Facts, stage: str, signing: Signing, by: Actor, reason: str, at: datetime
) -> Disposition:
    quantity = signing.quantity if signing.decision == Decision.RELEASE else Decimal(0)
    signature = sign(
        by=by,
        subject=lot,
        subject_kind="lot",
        subject_label=f"Lot {lot.number}: {Stage(stage).label}",
        content=decision_content(lot, pack, stage=stage, decision=signing.decision, quantity=quantity),
        meaning=_MEANING[Decision(signing.decision)],
        proof=signing.proof,
        reason=reason,
        at=at,
        shown_hash=signing.shown_hash,
        permission="release.disposition" if stage == Stage.SPONSOR else "release.cmo_release",
    )
    inputs = plain({"lot": lot.pk, "stage": stage, "facts": facts})
    row = Disposition.objects.create(
        partnership_id=lot.partnership_id,
        sponsor_id=lot.sponsor_id,
        lot=lot,
        stage=stage,
        decision=signing.decision,
        quantity=quantity,
        reason=reason,
        signature=signature,
        decided_by_id=by.person_id,
        decided_at=at,
        pack=pack,
        pattern=route(facts, at).pattern,
        inputs=inputs,
        inputs_hash=content_hash(inputs),
    )
    events.publish(LotDecided(lot.pk, row.pk, lot.partnership_id, stage, signing.decision, by, at))
    return row
