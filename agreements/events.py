"""What happened to agreements: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class VersionAgreed:
    """The text stands; who hears it tries it on the past before anybody signs."""

    version_id: UUID
    partnership_id: UUID
    by: Actor
    at: datetime
