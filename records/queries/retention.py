"""Holds that stand, and what is signed when one is lifted or a disposal list is made."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from records.models import DisposalList, LegalHold


def standing_holds(partnership_id: UUID, lot_ids: Iterable[UUID] = ()) -> QuerySet[LegalHold]:
    """Those on the whole partnership and on any of these lots, the oldest first."""
    found = LegalHold.objects.filter(partnership_id=partnership_id, lifted_at=None)
    return found.filter(Q(lot_id=None) | Q(lot_id__in=list(lot_ids))).select_related("organisation").order_by("pk")


def holds_anywhere(partnership_id: UUID) -> QuerySet[LegalHold]:
    """Those that stand on anything of the partnership, the oldest first."""
    found = LegalHold.objects.filter(partnership_id=partnership_id, lifted_at=None)
    return found.select_related("organisation").order_by("pk")


def holds_seen() -> QuerySet[LegalHold]:
    """All that the scope shows, lifted ones included."""
    return LegalHold.objects.select_related("placed_by")


def holds_of_partnership(partnership_id: UUID) -> QuerySet[LegalHold]:
    """All of them, those that stand first."""
    found = LegalHold.objects.filter(partnership_id=partnership_id)
    return found.select_related("organisation", "placed_by", "lifted_by").order_by("-lifted_at", "-pk")


def disposal_lists(partnership_id: UUID) -> QuerySet[DisposalList]:
    found = DisposalList.objects.filter(partnership_id=partnership_id)
    return found.select_related("organisation", "made_by").order_by("-pk")


def listed_lots(partnership_id: UUID, organisation_id: UUID) -> set[str]:
    """The lots that one company has on a signed list already."""
    own = disposal_lists(partnership_id).filter(organisation_id=organisation_id)
    return {lot["id"] for row in own for lot in row.lots}


def lift_content(hold: LegalHold) -> dict[str, object]:
    """What is signed when a hold is lifted."""
    return {
        "statement": f"The {hold} is lifted; its records may be disposed of when their time is over.",
        "hold": str(hold.pk),
        "label": hold.label,
        "placed_at": hold.placed_at,
        "reason": hold.reason,
    }


def disposal_content(pair: Any, lots: Sequence[dict[str, str]]) -> dict[str, object]:
    """What is signed on a disposal list."""
    return {
        "statement": f"We need not keep the records of these {len(lots)} lots any longer. Nothing is deleted by it.",
        "partnership": str(pair.pk),
        "lots": [dict(lot) for lot in lots],
    }
