"""Where goods went after the manufacturer shipped them: the sponsor's own accounts, which nobody else sees (§C8)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rows import OwnedRow
from kernel.triggers import Unchangeable

ACCOUNT_KINDS = [
    ("distributor", "Distributor"),
    ("retailer", "Retailer"),
    ("e_commerce", "E-commerce"),
    ("practitioner", "Practitioner"),
    ("consumer", "Direct to consumer"),
    ("other", "Other"),
]


class DirectAccount(OwnedRow):
    """A customer of the sponsor that a recall notice goes to (21 CFR 7.49)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=ACCOUNT_KINDS, default="other")
    number = models.CharField("the account's number in the sponsor's own system", max_length=60, blank=True)
    gln = models.CharField("Global Location Number", max_length=13, blank=True)
    address = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta(OwnedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="account_once"),
            models.UniqueConstraint(
                fields=["organisation", "number"], condition=~Q(number=""), name="account_number_once"
            ),
            models.CheckConstraint(condition=Q(gln="") | Q(gln__regex=r"^[0-9]{13}$"), name="account_gln_digits"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="account_on_the_globe",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OnwardShipment(OwnedRow):
    """Goods of one lot went on from a warehouse to a direct account, as the warehouse's list says; written once."""

    append_only: ClassVar[bool] = True
    history_without_index: ClassVar[tuple[str, ...]] = ("organisation", "lot", "account", "received_by")

    source = models.CharField(max_length=80)
    """Whose list: “Wasatch Fulfillment”."""
    line = models.CharField("the line's number in its own system", max_length=120)
    lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="onward_shipments")
    """None: nobody here knows a lot of this number; it stays its own unknown lot."""
    lot_number = models.CharField(max_length=40, blank=True)
    product_code = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey(DirectAccount, models.PROTECT, related_name="shipments")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    shipped_at = models.DateTimeField()
    reference = models.CharField("PO, ASN or invoice", max_length=80)
    ship_from = models.CharField(max_length=200, blank=True)
    sscc = models.CharField("Serial Shipping Container Code", max_length=18, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "line"], name="onward_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="onward_quantity_positive"),
            models.CheckConstraint(condition=Q(sscc="") | Q(sscc__regex=r"^[0-9]{18}$"), name="onward_sscc_digits"),
        ]
        indexes = [
            models.Index(fields=["lot", "account"]),
            models.Index(fields=["organisation", "-shipped_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of {self.source}"


class ListProfile(OwnedRow):
    """Which column of a warehouse's list is which field; a change is the next version."""

    append_only: ClassVar[bool] = True

    source = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    columns = models.JSONField()
    """`traceability.lists.Profile` as JSON."""
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(OwnedRow.Meta):
        triggers = [*OwnedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "version"], name="list_profile_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}, version {self.version}"
