"""Lots of material are the CMO's; a sponsor sees those disclosed to it by use in its lots (ADR 0003, 0030)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rls.policies import VISIBLE, Policy
from kernel.rows import OwnedRow, SharedRow
from lots.states import MaterialKind

_DISCLOSED = f"""organisation_id = (SELECT app_organisation()) OR EXISTS (
    SELECT 1 FROM lots_disclosure d WHERE d.component_lot_id = {{TABLE}}.id AND d.partnership_id = {VISIBLE})
"""  # noqa: S608 - joined from constants


class ComponentLot(OwnedRow):
    """One lot of a component as the CMO received it (21 CFR 111.155), or of what it made of them on the way: a blend,
    bulk, rework.

    A received lot without a number is a lot of its own that nobody knows more of: two of them are never one.
    """

    policy: ClassVar[Policy] = Policy(read=_DISCLOSED, write="organisation_id = (SELECT app_organisation())")

    kind = models.CharField(max_length=12, choices=MaterialKind.choices, default=MaterialKind.RECEIVED)
    item_code = models.CharField(max_length=64)
    item_name = models.CharField(max_length=250)
    number = models.CharField("the CMO's own lot no.", max_length=64, blank=True)
    supplier = models.CharField(max_length=250)
    manufacturer = models.CharField(max_length=250)
    manufacturer_site = models.CharField(max_length=250, blank=True)
    supplier_lot = models.CharField("supplier's lot no.", max_length=64)
    received_on = models.DateField(null=True, blank=True)
    """Of what was made on the way: the day it was made on."""
    quantity_received = models.DecimalField(max_digits=27, decimal_places=12, null=True, blank=True)
    """Received, or made."""
    unit = models.CharField(max_length=20)
    expires_on = models.DateField(null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "item_code", "manufacturer", "number"],
                condition=~Q(number=""),
                name="component_lot_identity",
            )
        ]
        indexes = [
            models.Index(fields=["number"]),
            models.Index(fields=["supplier_lot"]),
            models.Index(fields=["supplier", "received_on"]),
            models.Index(fields=["item_code", "manufacturer"]),
        ]

    def __str__(self) -> str:
        return self.number or "a lot without number"


class Disclosure(SharedRow):
    """This component lot went into a lot of this partnership: its sponsor may see it, never who else used it."""

    component_lot = models.ForeignKey(ComponentLot, models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["component_lot", "partnership"], name="disclosed_once"),
        ]

    def __str__(self) -> str:
        return f"component lot {self.component_lot}"


class Consumption(SharedRow):
    """A weighed line of a pack: this much of that component lot went into this lot (21 CFR 111.260(d), (e)).

    What the lines of a pack in force say together stands in the genealogy as one `Edge` (ADR 0030).
    """

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="consumptions")
    component_lot = models.ForeignKey(ComponentLot, models.PROTECT, related_name="+")
    component_code = models.CharField(max_length=64)
    quantity = models.DecimalField(max_digits=27, decimal_places=12)
    unit = models.CharField(max_length=20)
    pack_id = models.UUIDField()
    """The evidence pack that states it."""

    class Meta(SharedRow.Meta):
        indexes = [
            models.Index(fields=["component_lot", "lot"]),
            models.Index(fields=["lot", "component_lot"]),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.unit} of {self.component_lot_id}"
