"""Taking a release back: by the sponsor with a reason, or because a new pack version replaced the old."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from evidence.events import PackSubmitted
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.actions.gates import changing
from lots.models import Lot
from records.actions.signatures import sign
from records.states import Meaning
from release.actions.verifying import lapse_verification
from release.content import decision_content
from release.models import Disposition
from release.queries import live_pack_of
from release.states import Stage


def revoke_release(
    *, lot_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime
) -> list[Disposition]:
    """The sponsor revokes its release: what has not left yet may not leave any more."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "revoked", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        transition = check_move(lot, "revoke", by=by, reason=reason, signed=True)
        pack = live_pack_of(lot)
        sign(
            by=by,
            subject=lot,
            subject_kind="lot",
            subject_label=f"Lot {lot.number}: release revoked",
            content=decision_content(lot, pack, stage=Stage.SPONSOR),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission=transition.permission,
        )
        revoked = _revoke(Disposition.objects.filter(lot=lot, stage=Stage.SPONSOR), reason, at)
        move(lot, "revoke", by=by, reason=reason, signed=True)
        lapse_verification(lot, by=by, at=at)
        return revoked


def revoke_on_new_pack(event: PackSubmitted) -> None:
    """R124: reviewed content changed, so every decision on it must be made again."""
    others = Disposition.objects.filter(lot_id=event.lot_id).exclude(pack_id=event.pack_id)
    _revoke(others, "a new version of the evidence pack was submitted (R124)", event.at)


def _revoke(decisions: Any, reason: str, at: datetime) -> list[Disposition]:
    live = list(decisions.filter(revoked_at=None).select_for_update(no_key=True).order_by("pk"))
    for decision in live:
        decision.revoked_at, decision.revoked_reason = at, reason
        decision.save(update_fields=["revoked_at", "revoked_reason"])
    return live
