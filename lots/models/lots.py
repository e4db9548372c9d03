"""The lot, with the baseline it was made under frozen into it when it starts."""

from typing import Any

from django.db import models

from kernel.rows import SharedRow
from kernel.triggers import LawfulStates
from lots.states import LOT, LotState

FROZEN = ("master_record", "specification", "label_version", "sampling_plan")
"""What a lot is made to; “which lots under this version” is asked of indexes that begin with each (ADR 0023)."""


def _frozen(model: str) -> Any:
    """A key to a version, without the index of its own that the longer ones stand in for."""
    return models.ForeignKey(
        f"masters.{model}", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )


class Lot(SharedRow):
    """A packaged lot of one product, made by the CMO for the sponsor."""

    state_table = LOT

    cmo = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    site = models.ForeignKey("parties.Site", models.PROTECT, related_name="+")
    product = models.ForeignKey("masters.Product", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    state = models.CharField(max_length=16, choices=LotState.choices, default=LotState.PLANNED)
    master_record = _frozen("MasterRecord")
    specification = _frozen("Specification")
    label_version = _frozen("LabelVersion")
    sampling_plan = _frozen("SamplingPlan")
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
            *(models.Index(fields=[name, "-started_at", "-id"]) for name in FROZEN),
            *(models.Index(fields=[name, "completed_at"]) for name in FROZEN),
        ]

    def __str__(self) -> str:
        return f"lot {self.number}"

    def get_absolute_url(self) -> str:
        """The dossier's page; a path, because the page crosses apps and stands far above this one."""
        return f"/lots/{self.pk}/"
