"""Recalls: what both companies see of them, and what is the sponsor's own (domain §C8).

The contract manufacturer sees the lots and the accounts it ships to. The evaluation, the decision's reasons, the
strategy, the notices and what customers answer are the sponsor's alone, by the tables' own policy.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.rls.policies import VISIBLE, WRITABLE, Policy
from kernel.rows import SharedRow
from kernel.states import StateTable
from kernel.triggers import LawfulStates, Unchangeable
from traceability.models.onward import DirectAccount
from traceability.models.shipments import Consignee
from traceability.states import RECALL, PaperKind, RecallKind, RecallState

_OWN = (
    "(sponsor_id = (SELECT app_organisation()) OR ((SELECT app_is_system()) AND (SELECT app_organisation()) IS NULL))"
)
SPONSORS_OWN = Policy(
    read=f"partnership_id = {VISIBLE} AND {_OWN}",
    write=f"partnership_id = {WRITABLE} AND {_OWN}",
)


class Recall(SharedRow):
    """A recall of one sponsor's lots from one manufacturer, or an exercise of it."""

    state_table: ClassVar[StateTable] = RECALL

    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=RecallKind.choices, default=RecallKind.RECALL)
    title = models.CharField(max_length=200)
    signal = models.TextField()
    state = models.CharField(max_length=16, choices=RecallState.choices, default=RecallState.SIGNAL)
    question = models.JSONField()
    """What the scope is asked, as `scoping.question` writes it."""
    draw = models.JSONField(null=True, blank=True)
    """How the lot of a surprise was drawn: seed, candidates, hash of their list."""
    opened_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    opened_by_cmo = models.BooleanField()
    opened_at = models.DateTimeField()
    scope_hash = models.CharField(max_length=64, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    part = models.JSONField(null=True, blank=True)
    """What the contract manufacturer located of each lot, and its remark."""
    part_at = models.DateTimeField(null=True, blank=True)
    score = models.JSONField(null=True, blank=True)
    terminated_at = models.DateTimeField(null=True, blank=True)
    capa = models.ForeignKey("quality_events.Capa", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(RECALL)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="recall_number_once"),
            models.CheckConstraint(
                condition=models.Q(locked_at=None, scope_hash="")
                | models.Q(locked_at__isnull=False) & ~models.Q(scope_hash=""),
                name="recall_locked_with_its_scope",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-opened_at", "-id"])]

    def __str__(self) -> str:
        return self.number

    @property
    def is_exercise(self) -> bool:
        return self.kind != RecallKind.RECALL


class LockedScope(SharedRow):
    """The answer as it was locked, once a recall: rows, accounts, edges, unproven steps, what is hidden."""

    append_only: ClassVar[bool] = True

    recall = models.OneToOneField(Recall, models.PROTECT, related_name="locked_scope")
    content = models.JSONField()
    content_hash = models.CharField("SHA-256 of the answer", max_length=64)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]

    def __str__(self) -> str:
        return self.content_hash


class RecalledLot(SharedRow):
    """A packaged lot in the locked scope, with the hold that the lock placed on it; an exercise places none."""

    append_only: ClassVar[bool] = True

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="lots")
    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="recalls")
    sure = models.CharField(max_length=10, choices=[("certain", "Certain"), ("possible", "Possible")])
    because = models.TextField()
    hold = models.ForeignKey("lots.Hold", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [models.UniqueConstraint(fields=["recall", "lot"], name="lot_recalled_once")]

    def __str__(self) -> str:
        return f"{self.lot_id} in {self.recall_id}"


class RecallPaper(SharedRow):
    """Something that the sponsor wrote down on the way: answers by question."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = SPONSORS_OWN

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    answers = models.JSONField()
    written_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        indexes = [models.Index(fields=["recall", "kind", "-written_at", "-id"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class RecallNotice(SharedRow):
    """That one direct account was told, or, in an exercise, could have been (21 CFR 7.49)."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = SPONSORS_OWN

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="notices")
    consignee = models.ForeignKey(Consignee, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(DirectAccount, models.PROTECT, null=True, blank=True, related_name="+")
    """The sponsor's own customer, that a warehouse sent goods on to; else the consignee that the manufacturer knows."""
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    how = models.CharField(
        max_length=10, choices=[("mail", "By e-mail"), ("call", "To be called"), ("exercise", "Exercise, nothing sent")]
    )
    address = models.EmailField(blank=True)
    lots = ArrayField(models.CharField(max_length=40))
    received = models.TextField()
    sent_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.UniqueConstraint(fields=["recall", "consignee"], name="consignee_told_once_a_recall"),
            models.UniqueConstraint(fields=["recall", "account"], name="account_told_once_a_recall"),
            models.CheckConstraint(
                condition=models.Q(consignee=None, account__isnull=False)
                | models.Q(consignee__isnull=False, account=None),
                name="notice_to_one_account",
            ),
        ]

    def __str__(self) -> str:
        return f"notice to {self.name}"


class RecallResponse(SharedRow):
    """What an account answered, by its link or at the phone; a later answer corrects an earlier one."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = SPONSORS_OWN

    notice = models.ForeignKey(RecallNotice, models.PROTECT, related_name="responses")
    via = models.CharField(
        max_length=10, choices=[("link", "By the link"), ("call", "At the phone"), ("mail", "In writing")]
    )
    name = models.CharField("who answered", max_length=120)
    on_hand = models.DecimalField("on hand when the notice came", max_digits=14, decimal_places=3)
    disposed = models.DecimalField("returned, corrected or destroyed", max_digits=14, decimal_places=3)
    has_passed_on = models.BooleanField("has told its own customers")
    remark = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [
            models.CheckConstraint(condition=models.Q(on_hand__gte=0, disposed__gte=0), name="response_not_negative")
        ]
        indexes = [models.Index(fields=["notice", "-answered_at", "-id"])]

    def __str__(self) -> str:
        return f"answer of {self.name}"


class RecallCheck(SharedRow):
    """An effectiveness check of one account that was drawn: did the notice arrive, and was it followed (7.42(b)(3))."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = SPONSORS_OWN

    notice = models.ForeignKey(RecallNotice, models.PROTECT, related_name="checks")
    how = models.CharField(max_length=120)
    is_effective = models.BooleanField()
    remark = models.TextField(blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        indexes = [models.Index(fields=["notice", "-checked_at", "-id"])]

    def __str__(self) -> str:
        return f"check of {self.notice_id}"


class RecallStatus(SharedRow):
    """A status report: the figures of 21 CFR 7.53(b) as they stood."""

    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = SPONSORS_OWN

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="statuses")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    completes_on = models.DateField("estimated completion")
    remark = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [models.UniqueConstraint(fields=["recall", "number"], name="status_number_once")]

    def __str__(self) -> str:
        return f"status report {self.number}"
