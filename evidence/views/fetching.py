"""Fetch a pack with what its pages show; a stranger gets 404, because row-level security hides the row."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from evidence.models import Pack


def one_pack(pack_id: UUID) -> Pack:
    """The pack with its lot, product, companies and people."""
    packs = Pack.objects.select_related(
        "lot__product", "lot__sponsor", "lot__cmo", "lot__site", "submitted_by", "source"
    )
    return get_object_or_404(packs, pk=pack_id)
