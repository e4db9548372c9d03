"""Which agreement version is in force, and what it says."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from agreements.models import AgreementVersion
from agreements.states import VersionState


def in_force(partnership_id: UUID, product_group: str, on: date) -> AgreementVersion | None:
    """The signed version that covers the product group on this day; the latest effective one wins."""
    signed = AgreementVersion.objects.filter(
        Q(effective_until=None) | Q(effective_until__gt=on),
        partnership_id=partnership_id,
        agreement__product_group=product_group,
        state=VersionState.SIGNED,
        effective_from__lte=on,
    )
    return signed.select_related("agreement").order_by("-effective_from", "-version").first()
