"""Ship permits: what may leave, for whom, until when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from kernel.states import StateTable
from kernel.triggers import LawfulStates
from release.reserving import ReserveInTheGate, WordsStay
from release.states import PERMIT, PermitState


class ShipPermit(SharedRow):
    """Leave for one quantity of one lot to one consignee, for a short time, once (domain §C1, §C6).

    Only a live one lets goods go: the trigger of the shipment spends it or raises. The consignee is a row of a higher
    app; its printed name stands in the signed words.
    """

    state_table: ClassVar[StateTable] = PERMIT

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="permits")
    consignee_id = models.UUIDField()
    consignee_name = models.CharField(max_length=200)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    token = models.CharField(max_length=64, unique=True)
    """Opens the public status; printed in the QR code of the pallet sheet."""
    jws = models.TextField()
    """The signed permit, compact (RFC 7515), as a warehouse's program verifies it offline."""
    state = models.CharField(max_length=16, choices=PermitState.choices, default=PermitState.LIVE)
    issued_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """By the database's clock."""
    spent_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(PERMIT), ReserveInTheGate(), WordsStay()]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="permit_quantity_positive"),
            models.CheckConstraint(
                condition=Q(state="live", spent_at=None, revoked_at=None)
                | Q(state="spent", spent_at__isnull=False, revoked_at=None)
                | Q(state="revoked", spent_at=None, revoked_at__isnull=False),
                name="permit_spent_or_revoked",
            ),
        ]
        indexes = [models.Index(fields=["lot", "state"])]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As the pallet sheet prints it."""
        return f"SP-{self.pk.hex[-12:]}"
