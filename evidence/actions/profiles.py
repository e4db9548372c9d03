"""Columns are chosen once for a kind of document; another choice is the next version."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from evidence import rules
from evidence.models import MappingProfile
from evidence.pack.foreign import Profile
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from lots.models import Lot


def save_profile(
    *, lot_id: UUID, kind: str, profile: Profile, by: Actor, at: datetime, reason: str = ""
) -> MappingProfile:
    """The profile of the acting company's kind of document; the same columns again are the same version."""
    with transaction.atomic(), acting(by=by, reason=reason or f"columns of {kind[:80]} chosen", at=at):
        rules.check_may_submit(by, Lot.objects.get(pk=lot_id))
        earlier = MappingProfile.objects.filter(organisation_id=by.company_id, kind=kind).order_by("-version").first()
        columns = profile.model_dump(mode="json")
        if earlier is not None and earlier.columns == columns:
            return earlier
        try:
            with transaction.atomic():
                return MappingProfile.objects.create(
                    organisation_id=by.company_id,
                    kind=kind,
                    version=earlier.version + 1 if earlier else 1,
                    columns=columns,
                    saved_by_id=by.person_id,
                    saved_at=at,
                )
        except IntegrityError:
            raise Refused(f"Somebody saved the columns of “{kind}” at this moment. Look at them, then save.") from None
