"""What people are told, and what waits for them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from clocks.models.clocks import Clock
from kernel.rows import SharedRow


class Notice(SharedRow):
    """One message to one person for one reason; the unique key makes it happen once."""

    append_only: ClassVar[bool] = True
    history_without_index: ClassVar[tuple[str, ...]] = ("sponsor", "recipient", "history_user")

    sponsor = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    """The reason: "clock/<id>/<step>" or "event/<id>/reported"."""
    recipient = models.ForeignKey("parties.Person", models.PROTECT, related_name="+", db_index=False)
    """Found by the index `notice_of_page`."""
    channel = models.CharField(max_length=16, default="email")
    subject_line = models.CharField(max_length=250)
    page = models.CharField(max_length=300, blank=True)
    """Path of the page that it leads to: who opens that page has read it."""
    at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["key", "recipient", "channel"], name="notice_happens_once")]
        indexes = [models.Index(fields=["recipient", "page"], name="notice_of_page")]

    def __str__(self) -> str:
        return self.subject_line


class NoticeReceipt(SharedRow):
    """The person who was told has opened the page that the notice is about: nobody can say “we were not told”."""

    append_only: ClassVar[bool] = True

    notice = models.OneToOneField(Notice, models.PROTECT, related_name="receipt")
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"receipt of {self.notice_id}"


class InboxItem(SharedRow):
    """Something waits for somebody: an organisation's roles, or one person who took it."""

    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=8))
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=250)
    why = models.CharField(max_length=250, blank=True)
    url = models.CharField(max_length=300)
    lot_id = models.UUIDField(null=True, blank=True)
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    taken_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(done_at=None), name="one_open_item_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "due_at", "id"], condition=models.Q(done_at=None), name="inbox_open"),
            models.Index(fields=["key"], condition=models.Q(done_at=None), name="inbox_key"),
        ]

    def __str__(self) -> str:
        return self.title
