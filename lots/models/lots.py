"""The lot, with the baseline it was made under frozen into it when it starts."""

from django.db import models

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from lots.states import LOT, LotState


class Lot(SharedRow):
    """A packaged lot of one product, made by the CMO for the sponsor."""

    state_table = LOT

    cmo = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    site = models.ForeignKey("parties.Site", models.PROTECT, related_name="+")
    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=LotState.choices, default=LotState.PLANNED)
    master_record = models.ForeignKey("masters.MasterRecord", models.PROTECT, null=True, blank=True, related_name="+")
    specification = models.ForeignKey("masters.Specification", models.PROTECT, null=True, blank=True, related_name="+")
    label_version = models.ForeignKey("masters.LabelVersion", models.PROTECT, null=True, blank=True, related_name="+")
    sampling_plan = models.ForeignKey("masters.SamplingPlan", models.PROTECT, null=True, blank=True, related_name="+")
    agreement_version = models.ForeignKey(
        "agreements.AgreementVersion", models.PROTECT, null=True, blank=True, related_name="+"
    )
    quantity_planned = models.DecimalField(max_digits=14, decimal_places=3)
    quantity_good = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    """Good packaged units at completion, in `unit`."""
    unit = models.CharField(max_length=20)
    made_on = models.DateField(null=True, blank=True)
    packed_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(LOT)]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "product", "number"], name="lot_number_once"),
            models.CheckConstraint(condition=models.Q(quantity_planned__gt=0), name="lot_quantity_positive"),
        ]
        indexes = [
            models.Index(fields=["partnership", "-created_at", "-id"]),
            models.Index(fields=["partnership", "state", "-created_at", "-id"]),
            models.Index(fields=["partnership", "number"]),
        ]

    def __str__(self) -> str:
        return f"lot {self.number}"

    def get_absolute_url(self) -> str:
        """The dossier's page; a path, because the page crosses apps and stands far above this one."""
        return f"/lots/{self.pk}/"
