"""Attest, decide exceptions, return, withdraw: what people do with a stored pack (domain §C2)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items, open_item
from evidence import rules
from evidence.actions.handing import close_review, hand_back, hand_to_reviewer, take_back
from evidence.actions.questions import lapse_questions, settle_answered
from evidence.content import pack_content
from evidence.events import PackAttested, PackReviewed
from evidence.models import ExceptionDecision, Pack, RuleVerdict
from evidence.queries import open_questions
from evidence.states import Choice
from evidence.waivers import waived_by
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from lots.rules import check_may, check_reason
from parties.models import Partnership
from records.actions.signatures import sign
from records.states import Meaning


def _lot_of(pack_id: UUID) -> UUID:
    lot_id: UUID = Pack.objects.values_list("lot_id", flat=True).get(pk=pack_id)
    return lot_id


def attest_pack(*, pack_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Pack:
    """CMO quality signs that the pack is complete; never the person who compiled it (111.12(b))."""
    with (
        transaction.atomic(),
        changing([_lot_of(pack_id)]),
        acting(by=by, reason=reason or "attested", at=at),
    ):
        pack = Pack.objects.locked([pack_id]).get()
        rules.check_may_attest(pack, by)
        lot = Lot.objects.get(pk=pack.lot_id)
        sign(
            by=by,
            subject=pack,
            subject_kind="pack",
            subject_label=f"Evidence pack v{pack.version} of lot {lot.number}",
            content=pack_content(pack, lot),
            meaning=Meaning.ATTESTED,
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission="evidence.attest",
        )
        move(pack, "attest", by=by, signed=True)
        close_items(key=f"pack/{pack.pk}/attest", by=by, at=at)
        hand_to_reviewer(pack, lot, by=by, at=at)
        events.publish(PackAttested(pack.pk, pack.lot_id, pack.partnership_id, by, at))
        return pack


def decide_exception(*, verdict_id: int, choice: str, by: Actor, reason: str, at: datetime) -> ExceptionDecision:
    """Accept an exception (W) with a reason, or mark it for the question that returns the pack."""
    pack_id = RuleVerdict.objects.values_list("pack_id", flat=True).get(pk=verdict_id)
    with transaction.atomic(), changing([_lot_of(pack_id)]), acting(by=by, reason=reason or choice, at=at):
        pack = Pack.objects.locked([pack_id]).get()
        check_may(by, "evidence.review", pack, "decide an exception")
        rules.check_in_review(pack)
        check_reason(reason)
        verdict = RuleVerdict.objects.get(pk=verdict_id)
        rules.check_is_exception(verdict)
        rules.check_did_not_waive(by, waived_by(pack.pk))
        rules.check_undecided(verdict, ExceptionDecision.objects.filter(verdict=verdict).exists())
        if choice == Choice.ACCEPTED:
            rules.check_no_question_waits(open_questions(pack).filter(verdict=verdict, state="asked").count())
            settle_answered(verdict, by=by, at=at)
        return ExceptionDecision.objects.create(
            partnership_id=pack.partnership_id,
            sponsor_id=pack.sponsor_id,
            verdict=verdict,
            choice=Choice(choice),
            reason=reason.strip(),
            decided_by_id=by.person_id,
            decided_at=at,
        )


def return_pack(*, pack_id: UUID, by: Actor, reason: str, at: datetime) -> Pack:
    """Back to the CMO with the reviewer's question; the clock is the CMO's again."""
    with (
        transaction.atomic(),
        changing([_lot_of(pack_id)]),
        acting(by=by, reason=reason or "returned", at=at),
    ):
        pack = Pack.objects.locked([pack_id]).get()
        move(pack, "return", by=by, reason=reason)
        close_review(pack, by=by, at=at)
        lapse_questions(pack, "the pack was returned", by=by, at=at)
        lot = Lot.objects.select_related("cmo").get(pk=pack.lot_id)
        hand_back(pack, lot, by=by, at=at)
        open_item(
            key=f"pack/{pack.pk}/returned",
            partnership=Partnership.objects.get(pk=pack.partnership_id),
            organisation_id=lot.cmo_id,
            roles=["COP", "CQA"],
            title=f"Pack v{pack.version} of lot {lot.number} was returned: {reason}"[:250],
            url=f"/lots/{lot.pk}/hand-over/",
            lot_id=lot.pk,
            by=by,
            at=at,
        )
        events.publish(PackReviewed(pack.pk, pack.lot_id, pack.partnership_id, False, by, at))  # noqa: FBT003
        return pack


def withdraw_pack(*, pack_id: UUID, by: Actor, reason: str, at: datetime) -> Pack:
    """The CMO takes back a pack that nobody reviews yet; it stays on record."""
    with (
        transaction.atomic(),
        changing([_lot_of(pack_id)]),
        acting(by=by, reason=reason or "withdrawn", at=at),
    ):
        pack = Pack.objects.locked([pack_id]).get()
        move(pack, "withdraw", by=by, reason=reason)
        take_back(pack, reason, by=by, at=at)
        return pack
