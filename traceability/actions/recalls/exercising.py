"""A surprise: the platform picks the lot, by a draw that is kept and can be repeated (domain §C8)."""

from datetime import datetime
from secrets import token_hex
from uuid import UUID

from django.db import transaction

from kernel.scope import Actor
from lots.models import Lot
from lots.rules import check_may
from parties.models import Partnership
from traceability.actions.recalls.opening import SIGNAL, open_recalls
from traceability.models import Recall, Shipment
from traceability.recalling.sampling import draw
from traceability.rules import recalls as rules
from traceability.scoping.question import Question
from traceability.states import RecallKind


def call_surprise(*, partnership_id: UUID, by: Actor, reason: str, at: datetime) -> Recall:
    """Draw one of the lots that have left, and begin the clock. Both companies are told at the same moment."""
    with transaction.atomic():
        pair = Partnership.objects.get(pk=partnership_id)
        check_may(by, SIGNAL, pair, "call a mock recall")
        shipped = Shipment.objects.filter(partnership=pair).values("lot_id")
        candidates = list(Lot.objects.filter(pk__in=shipped).order_by("number", "pk"))
        rules.check_candidates(candidates)
        drawing = draw([str(lot.pk) for lot in candidates], 1, token_hex(16))
        lot = next(lot for lot in candidates if str(lot.pk) == drawing.drawn[0])
        (recall,) = open_recalls(
            question=Question(lots=(lot.pk,)),
            title=f"Surprise mock recall of lot {lot.number}",
            signal=f"Drawn by the platform among {drawing.candidates} lots that have left. This is an exercise.",
            by=by,
            reason=reason,
            at=at,
            kind=RecallKind.SURPRISE,
            draw={"seed": drawing.seed, "candidates": drawing.candidates, "list_hash": drawing.list_hash,
                  "drawn": lot.number},
            only=pair.pk,
        )  # fmt: skip
        return recall
