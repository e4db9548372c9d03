"""What was asked for across apps: ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReportRequested:
    """Once this is committed a worker is poked; the row itself is what is owed."""

    report_id: UUID
    partnership_id: UUID
