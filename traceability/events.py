"""What happened to goods: ids only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LotShipped:
    lot_id: UUID
    shipment_id: UUID
    partnership_id: UUID
    at: datetime
