"""A complaint with its lots, its adverse-event screens, and the reports that a serious event asks for."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Least

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from quality_events.seriousness import OUTCOMES, is_serious, kept_until, serious_outcomes
from quality_events.states.complaints import (
    ADVERSE_REPORT,
    COMPLAINT,
    AdverseReportState,
    Channel,
    ComplaintState,
    Nature,
    Reporter,
)


class Complaint(SharedRow):
    """The record of 21 CFR 111.570(b)(2)(ii); an event stands behind it once quality control decides to investigate."""

    state_table = COMPLAINT

    number = models.CharField(max_length=40)
    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=ComplaintState.choices, default=ComplaintState.RECEIVED)
    nature = models.CharField(max_length=16, choices=Nature.choices)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    reporter = models.CharField(max_length=16, choices=Reporter.choices)
    reporter_reference = models.CharField(max_length=80, blank=True)
    """Initials or a case number: name and address stay in the files of the company that received it."""
    stated_lot = models.CharField(max_length=80, blank=True)
    """The lot number as it was told; empty: unknown."""
    words = models.TextField("the complaint's words")
    usage = models.TextField("how the product was used", blank=True)
    dose = models.CharField(max_length=200, blank=True)
    sponsor_received_at = models.DateTimeField(null=True, blank=True)
    cmo_received_at = models.DateTimeField(null=True, blank=True)
    first_received_at = models.DateTimeField()
    """By either company: from here the business days of a serious event count."""
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    label = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    is_to_investigate = models.BooleanField(null=True, blank=True)
    """What the qualified person proposes; quality control decides (111.560(b))."""
    review = models.TextField("reason of the review", blank=True)
    reviewed_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    event = models.OneToOneField(
        "quality_events.QualityEvent", models.PROTECT, null=True, blank=True, related_name="complaint"
    )
    follow_up = models.TextField("findings and follow-up", blank=True)
    reply = models.TextField("reply to the complainant", blank=True)
    answered_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(COMPLAINT)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="complaint_number_once"),
            models.CheckConstraint(
                condition=Q(sponsor_received_at__isnull=False) | Q(cmo_received_at__isnull=False),
                name="complaint_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(first_received_at=Least("sponsor_received_at", "cmo_received_at")),
                name="complaint_first_receipt_is_earliest",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "screened"])
                | (Q(is_to_investigate__isnull=False, reviewed_by__isnull=False) & ~Q(review="")),
                name="complaint_reviewed_with_reason",
            ),
            models.CheckConstraint(
                condition=(Q(event=None) & ~Q(state="investigating"))
                | Q(event__isnull=False, state__in=["investigating", "closed"]),
                name="complaint_investigated_by_event",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-entered_at", "-id"])]

    def __str__(self) -> str:
        return self.number

    @property
    def kept_until(self) -> date:
        """The day until which its records are kept at least (21 USC 379aa-1(e)(1))."""
        return kept_until(self.first_received_at.date())


class ComplaintLot(SharedRow):
    """A lot that the complaint names, or whose batch record the review found relevant (111.560(c))."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="complaint_lots")
    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="+")
    is_named = models.BooleanField(default=False)
    is_relevant = models.BooleanField(default=True)

    class Meta(SharedRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["complaint", "lot"], name="complaint_lot_once"),
            models.CheckConstraint(
                condition=Q(is_named=False) | Q(is_relevant=True), name="complaint_named_lot_is_relevant"
            ),
        ]
        indexes = [models.Index(fields=["lot"])]

    def __str__(self) -> str:
        return f"{self.complaint_id} concerns {self.lot_id}"


class AdverseScreen(SharedRow):
    """What a person answered to each outcome of the Act; a later screen stands beside it, none is changed."""

    append_only: ClassVar[bool] = True

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="screens")
    is_adverse = models.BooleanField("health-related event")
    death = models.BooleanField()
    life_threatening = models.BooleanField()
    hospitalization = models.BooleanField()
    disability = models.BooleanField()
    birth_defect = models.BooleanField()
    intervention = models.BooleanField()
    basis = models.TextField()
    screened_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    screened_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(is_adverse=True) | Q(**dict.fromkeys(OUTCOMES, False)),
                name="screen_outcome_is_adverse",
            ),
        ]
        indexes = [models.Index(fields=["complaint", "-id"])]

    def __str__(self) -> str:
        return f"screen of {self.complaint_id}"

    @property
    def answers(self) -> dict[str, bool]:
        """Outcome → yes or no."""
        return {name: getattr(self, name) for name in OUTCOMES}

    @property
    def is_serious(self) -> bool:
        return is_serious(self.answers, is_adverse=self.is_adverse)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes answered with yes, in words."""
        return tuple(OUTCOMES[name] for name in serious_outcomes(self.answers))


class AdverseReport(SharedRow):
    """A report to the FDA that is owed: the first, and one for each new medical information within a year."""

    state_table = ADVERSE_REPORT

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="reports")
    position = models.PositiveSmallIntegerField()
    """1 is the first report, the others follow up."""
    information = models.TextField("what became known")
    received_at = models.DateTimeField()
    is_owed = models.BooleanField(default=True)
    """False for information that came more than a year after the first report."""
    state = models.CharField(max_length=16, choices=AdverseReportState.choices, default=AdverseReportState.DUE)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField("the FDA's reference", max_length=80, blank=True)
    document = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    label = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    submitted_by = models.ForeignKey("parties.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(ADVERSE_REPORT)]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "position"], condition=~Q(state="withdrawn"), name="adverse_report_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted")
                | (
                    Q(
                        submitted_at__isnull=False,
                        document__isnull=False,
                        label__isnull=False,
                        submitted_by__isnull=False,
                    )
                    & ~Q(reference="")
                ),
                name="adverse_report_submitted_whole",
            ),
        ]

    def __str__(self) -> str:
        return "First report" if self.position == 1 else f"Follow-up {self.position - 1}"
