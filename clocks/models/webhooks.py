"""Programs that want to hear: an address, what it wants to hear of, and each letter to it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.ids import new_id
from kernel.rows import OwnedRow, TechnicalRow


class Webhook(OwnedRow):
    """An address of one organisation. Its secret is kept encrypted and shown once."""

    label = models.CharField(max_length=100)
    url = models.URLField(max_length=500)
    topics = ArrayField(models.CharField(max_length=40))
    sealed_secret = models.TextField()
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=250, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Delivery(TechnicalRow):
    """One message to one address: at least once, always with its own id as `webhook-id`."""

    tenancy: ClassVar[str] = "owned"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    topic = models.CharField(max_length=40)
    body = models.TextField()
    """The very text that is signed and sent, also on every later try."""
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(delivered_at=None, dead_at=None),
                name="delivery_due",
            ),
            models.Index(fields=["webhook", "-created_at", "-id"], name="delivery_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"
