"""Keeping what a version would have done to the past, so that both sides sign it along (domain §C0)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from agreements.models import AgreementVersion, Simulation
from kernel.history import acting
from kernel.scope import Actor
from records.content import content_hash


def keep_simulation(
    *, version_id: UUID, sentence: str, result: Mapping[str, Any], by: Actor, reason: str, at: datetime
) -> Simulation:
    """`result` in JSON's own types."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        version = AgreementVersion.objects.get(pk=version_id)
        return Simulation.objects.create(
            partnership_id=version.partnership_id,
            sponsor_id=version.sponsor_id,
            version=version,
            at=at,
            sentence=sentence,
            result=dict(result),
            result_hash=content_hash(result),
        )
