"""Accepting a pack is signed; of a product of high risk two persons of the sponsor sign (domain §C2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import open_item
from evidence import rules
from evidence.actions.handing import close_review, hand_to_head
from evidence.content import acceptance_content, countersignature_content
from evidence.events import PackReviewed
from evidence.models import Pack
from evidence.queries import is_high_risk, open_questions, review_signature, undecided
from evidence.waivers import waived_by
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots.actions.gates import changing
from lots.models import Lot
from parties.models import Partnership
from records.actions.signatures import sign
from records.states import Meaning


def _lot_of(pack_id: UUID) -> UUID:
    lot_id: UUID = Pack.objects.values_list("lot_id", flat=True).get(pk=pack_id)
    return lot_id


def accept_pack(*, pack_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Pack:
    """The sponsor's reviewer signs; every exception has been decided.

    Of a product of high risk the pack then waits for the head of quality, and is not accepted before.
    """
    with (
        transaction.atomic(),
        changing([_lot_of(pack_id)]),
        acting(by=by, reason=reason or "accepted", at=at),
    ):
        pack = Pack.objects.locked([pack_id]).get()
        lot = Lot.objects.select_related("product").get(pk=pack.lot_id)
        rules.check_acceptable(
            pack,
            by,
            undecided=undecided(pack),
            open_questions=open_questions(pack).count(),
            waived_by=waived_by(pack.pk),
        )
        is_first = is_high_risk(lot)
        meaning = Meaning.REVIEWED if is_first else Meaning.APPROVED
        signed = {"proof": proof, "shown_hash": shown_hash, "permission": "evidence.accept", "meaning": meaning}
        _sign(pack, lot, acceptance_content(pack, lot), signed, by=by, reason=reason, at=at)
        if is_first:
            move(pack, "accept_high_risk", by=by, signed=True)
            hand_to_head(pack, lot, by=by, at=at)
        else:
            move(pack, "accept", by=by, signed=True)
            _accepted(pack, lot, by, at)
        return pack


def countersign_pack(*, pack_id: UUID, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> Pack:
    """The sponsor's head of quality signs what another person reviewed; the pack counts as accepted from now on."""
    with (
        transaction.atomic(),
        changing([_lot_of(pack_id)]),
        acting(by=by, reason=reason or "countersigned", at=at),
    ):
        pack = Pack.objects.locked([pack_id]).get()
        lot = Lot.objects.select_related("product").get(pk=pack.lot_id)
        review = review_signature(pack)
        rules.check_may_countersign(pack, by, review)
        signed = {
            "proof": proof,
            "shown_hash": shown_hash,
            "permission": "evidence.countersign",
            "meaning": Meaning.APPROVED,
        }
        _sign(pack, lot, countersignature_content(pack, lot, review), signed, by=by, reason=reason, at=at)
        move(pack, "countersign", by=by, signed=True)
        _accepted(pack, lot, by, at)
        return pack


def _sign(
    pack: Pack,
    lot: Lot,
    content: Mapping[str, object],
    signed: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    at: datetime,
) -> None:
    label = f"Evidence pack v{pack.version} of lot {lot.number}"
    sign(by=by, subject=pack, subject_kind="pack", subject_label=label, content=content, reason=reason, at=at, **signed)


def _accepted(pack: Pack, lot: Lot, by: Actor, at: datetime) -> None:
    """The clocks are met, the releaser is asked for the disposition."""
    close_review(pack, by=by, at=at)
    open_item(
        key=f"lot/{lot.pk}/disposition",
        partnership=Partnership.objects.get(pk=pack.partnership_id),
        organisation_id=pack.sponsor_id,
        roles=["SQH"],
        title=f"Sign the disposition of lot {lot.number}",
        url=f"/lots/{lot.pk}/",
        lot_id=lot.pk,
        by=by,
        at=at,
    )
    events.publish(PackReviewed(pack.pk, pack.lot_id, pack.partnership_id, True, by, at))  # noqa: FBT003
