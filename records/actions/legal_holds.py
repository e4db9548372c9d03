"""Legal holds and disposal lists: each company places, lifts and signs its own (domain T11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties.models import Partnership
from records import rules
from records.actions.signatures import sign
from records.models import DisposalList, LegalHold
from records.queries.retention import disposal_content, lift_content
from records.states import Meaning

RETAIN = "records.retain"


def place_legal_hold(
    *, partnership_id: UUID, lot_id: UUID | None, label: str, by: Actor, reason: str, at: datetime
) -> LegalHold:
    """Keep a lot's records, or all of the partnership (`lot_id` None), until one's own company lifts it again.

    Holds stack: the other company's, or an earlier one, stands beside it.
    """
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        pair = Partnership.objects.get(pk=partnership_id)
        rules.check_may_retain(by, pair, "place a legal hold")
        rules.check_hold_reason(reason)
        return LegalHold.objects.create(
            partnership=pair,
            sponsor_id=pair.sponsor_id,
            organisation_id=by.company_id,
            lot_id=lot_id,
            label=label,
            reason=reason.strip(),
            placed_by_id=by.person_id,
            placed_at=at,
        )


def lift_legal_hold(*, hold_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> LegalHold:
    """Lift one of the own company's holds, signed; refused for the other company's."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        hold = LegalHold.objects.select_related("organisation").get(pk=hold_id)
        rules.check_may_retain(by, hold, "lift a legal hold")
        rules.check_own_hold(hold, by)
        hold = LegalHold.objects.locked([hold_id]).get()
        rules.check_hold_stands(hold)
        rules.check_hold_reason(reason)
        sign(
            by=by, subject=hold, subject_kind="legal_hold", subject_label=f"Lifting of the {hold}",
            content=lift_content(hold), meaning=Meaning.APPROVED, proof=proof, reason=reason, at=at,
            shown_hash=shown_hash, permission=RETAIN,
        )  # fmt: skip
        hold.lifted_by_id, hold.lifted_at, hold.lift_reason = by.person_id, at, reason.strip()
        hold.save()
        return hold


def sign_disposal_list(
    *,
    partnership_id: UUID,
    lots: Sequence[dict[str, str]],
    proof: Any,
    shown_hash: str,
    by: Actor,
    reason: str,
    at: datetime,
) -> DisposalList:
    """Sign that one's company need not keep these lots' records any longer. `lots` as `disposal_content` shows them.

    Nothing is deleted by it, now or later (ADR 0025).
    """
    with transaction.atomic(), acting(by=by, reason=reason or "disposal list signed", at=at):
        pair = Partnership.objects.get(pk=partnership_id)
        rules.check_may_retain(by, pair, "sign a disposal list")
        rules.check_disposal(lots)
        made = DisposalList.objects.create(
            partnership=pair, sponsor_id=pair.sponsor_id, organisation_id=by.company_id, made_by_id=by.person_id,
            made_at=at, lots=list(lots),
        )  # fmt: skip
        sign(
            by=by, subject=made, subject_kind="disposal_list", subject_label=f"Disposal list, {len(lots)} lots",
            content=disposal_content(pair, lots), meaning=Meaning.APPROVED, proof=proof, reason=reason, at=at,
            shown_hash=shown_hash, permission=RETAIN, asked_on=pair,
        )  # fmt: skip
        return made
