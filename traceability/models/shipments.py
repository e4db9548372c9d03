"""Consignees, shipments, feeds, counts of stock; a shipment pays the lot's gate in the database itself (ADR 0004)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kernel.rows import SharedRow
from kernel.triggers import Unchangeable
from traceability.payment import PayTheGate


class Consignee(SharedRow):
    """Who receives goods: a direct account that a recall can reach (21 CFR 7.49, R603)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=24,
        choices=[
            ("distribution_center", "Distribution center"),
            ("retailer", "Retailer"),
            ("e_commerce", "E-commerce"),
            ("consumer", "Direct to consumer"),
        ],
    )
    address = models.TextField()
    contact = models.CharField(max_length=200)
    gln = models.CharField("Global Location Number", max_length=13, blank=True, default="")

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="consignee_once"),
            models.CheckConstraint(condition=Q(gln="") | Q(gln__regex=r"^[0-9]{13}$"), name="consignee_gln_digits"),
        ]

    def __str__(self) -> str:
        return self.name


class Shipment(SharedRow):
    """Goods of one lot leave for one consignee, through an open gate and on a live permit; never changed."""

    append_only: ClassVar[bool] = True

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="shipments")
    consignee = models.ForeignKey(Consignee, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20)
    shipped_at = models.DateTimeField()
    ship_from = models.CharField(max_length=200)
    reference = models.CharField("PO, ASN or invoice", max_length=80)
    carrier = models.CharField(max_length=120, blank=True)
    sscc = models.CharField("Serial Shipping Container Code", max_length=18, blank=True, default="")
    shipped_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    permit = models.OneToOneField("release.ShipPermit", models.PROTECT, null=True, related_name="shipment")
    """Spent by it. Shipments older than permits have none; the trigger lets no new one go without."""
    gate = models.JSONField(null=True, editable=False)
    """The gate as the trigger paid it: verdict, reasons with their hash, route, revision, quantity before and after.
    Whoever inserts cannot state it. Shipments older than it have none."""
    decision = models.JSONField()
    """The gate's verdict it rested on: version, reasons, agreement version, released quantity."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, PayTheGate(), Unchangeable()]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="shipment_quantity_positive"),
            models.CheckConstraint(condition=Q(sscc="") | Q(sscc__regex=r"^[0-9]{18}$"), name="shipment_sscc_digits"),
            models.UniqueConstraint(fields=["partnership", "reference", "lot"], name="shipment_reference_once"),
        ]
        indexes = [
            models.Index(
                fields=["lot"], include=["consignee", "quantity", "unit", "partnership"], name="shipment_of_lot"
            ),
            models.Index(fields=["partnership", "-shipped_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"shipment {self.reference}"


class Standing(models.TextChoices):
    """Whether a line of a feed left on a permit."""

    PERMITTED = "permitted", "Permitted"
    UNPERMITTED = "unpermitted", "Without a permit"
    UNKNOWN = "unknown", "Lot not known"


class FeedLine(SharedRow):
    """What a warehouse or carrier says it carried, beside what was permitted (R605); written once, never changed."""

    append_only: ClassVar[bool] = True

    feed = models.CharField(max_length=80)
    """Whose feed: “Wasatch Freight ASN”."""
    line = models.CharField("the line's number in its own system", max_length=120)
    lot_number = models.CharField(max_length=40)
    product_code = models.CharField(max_length=40, blank=True)
    lot = models.ForeignKey("lots.Lot", models.PROTECT, null=True, blank=True, related_name="feed_lines")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    shipped_at = models.DateTimeField()
    reference = models.CharField("PO, ASN or invoice", max_length=80)
    consignee = models.CharField(max_length=200, blank=True)
    permit_number = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=16, choices=Standing.choices)
    because = models.CharField(max_length=400, blank=True)
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, blank=True, related_name="feed_lines")
    event_id = models.UUIDField(null=True, blank=True)
    """The critical event that the platform opened for it, or that stood open for its lot."""
    event_number = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "feed", "line"], name="feed_line_once"),
            models.UniqueConstraint(
                fields=["feed", "shipment"], condition=Q(shipment__isnull=False), name="shipment_told_once_a_feed"
            ),
            models.CheckConstraint(
                condition=Q(standing="permitted", shipment__isnull=False) | ~Q(standing="permitted"),
                name="permitted_by_a_shipment",
            ),
        ]
        indexes = [
            models.Index(fields=["lot", "standing"]),
            models.Index(fields=["partnership", "-received_at", "-id"]),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of {self.feed}"


class StockCount(SharedRow):
    """What was counted of a lot's released quantity at one moment, in the lot's unit; a later count corrects it."""

    append_only: ClassVar[bool] = True

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="stock_counts")
    on_hand = models.DecimalField(max_digits=14, decimal_places=3)
    sampled = models.DecimalField("taken as samples", max_digits=14, decimal_places=3)
    destroyed = models.DecimalField(max_digits=14, decimal_places=3)
    """Of what never left; what came back is counted as returned, whatever becomes of it (111.510)."""
    place = models.CharField("where it was counted", max_length=200)
    counted_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    verdicts = models.JSONField()
    """What R604 and R605 said of it, over the shipments and returns up to the count."""

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, sampled__gte=0, destroyed__gte=0), name="stock_count_not_negative"
            )
        ]
        indexes = [models.Index(fields=["lot", "-counted_at", "-id"])]

    def __str__(self) -> str:
        return f"count of {self.counted_at:%Y-%m-%d}"
