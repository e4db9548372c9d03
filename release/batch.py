"""Releases of whole lots by the sponsor that can be signed several at once."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from evidence.states import PackState
from kernel.scope import Actor
from lots.models import Lot
from lots.states import LotState
from records.batch import Batch, Due, offer
from release.actions import Signing, decide_as_sponsor
from release.actions.decisions import MEANINGS
from release.balance import most_of
from release.content import decision_content
from release.queries import facts_of, live_pack_of
from release.states import Decision, Stage


def _lots(by: Actor, ids: Iterable[UUID] | None) -> Iterable[Due]:
    """Those whose accepted pack waits for the disposition."""
    rows = Lot.objects.filter(state=LotState.SPONSOR_REVIEW, packs__state=PackState.ACCEPTED).select_related("product")
    for row in (rows if ids is None else rows.filter(pk__in=list(ids))).order_by("number", "id").distinct():
        if by.may("release.disposition", row):
            label = f"Lot {row.number}, {row.product.name}"
            words, meaning = "Release the whole lot", MEANINGS[Decision.RELEASE]
            yield Due("lot", Decision.RELEASE, row, label, words, meaning, row.get_absolute_url())


def _quantity(lot: Lot) -> Decimal:
    return most_of(facts_of([lot.pk])[lot.pk], Stage.SPONSOR)


def _content(due: Due) -> Mapping[str, object]:
    lot = due.row
    return decision_content(
        lot, live_pack_of(lot), stage=Stage.SPONSOR, decision=Decision.RELEASE, quantity=_quantity(lot)
    )


def _sign(due: Due, *, proof: Any, shown_hash: str, **given: Any) -> object:
    signing = Signing(Decision.RELEASE, _quantity(due.row), proof, shown_hash)
    return decide_as_sponsor(lot_id=due.row.pk, signing=signing, **given)


def connect() -> None:
    offer(Batch("lot", _lots, _content, _sign))
