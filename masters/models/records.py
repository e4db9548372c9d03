"""Master manufacturing records, per formulation and batch size (21 CFR 111.205, 111.210)."""

from django.db import models

from kernel.rows import SharedRow
from masters.models.products import Version, version_constraints
from masters.triggers import OnlyBySignature, SaysTheSame, WithItsVersion


class MasterRecord(Version):
    """The master manufacturing record (MMR)."""

    batch_size = models.DecimalField(max_digits=16, decimal_places=4)
    batch_unit = models.CharField(max_length=20)

    class Meta(Version.Meta):
        triggers = [*Version.Meta.triggers, OnlyBySignature("master_record"), SaysTheSame()]
        constraints = version_constraints("master_record")


class ComponentKind(models.TextChoices):
    DIETARY_INGREDIENT = "dietary ingredient", "Dietary ingredient"
    OTHER = "other component", "Other component"
    PACKAGING = "packaging", "Packaging"
    LABEL = "label", "Label"


class MasterComponent(SharedRow):
    """One line of the formula: identity, weight, tolerance (111.210(b)-(e))."""

    master_record = models.ForeignKey(MasterRecord, models.PROTECT, related_name="components")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=ComponentKind.choices)
    target = models.DecimalField(max_digits=16, decimal_places=6)
    unit = models.CharField(max_length=20)
    tolerance = models.DecimalField(max_digits=16, decimal_places=6)
    """Plus or minus, in `unit`."""
    step = models.CharField(max_length=12)
    """Number of the step that adds it."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("master_record")]
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["master_record", "code"], name="component_once_per_record")]

    def __str__(self) -> str:
        return self.name


class MasterStep(SharedRow):
    """A written instruction, in its order (111.210(h))."""

    master_record = models.ForeignKey(MasterRecord, models.PROTECT, related_name="steps")
    number = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    instruction = models.CharField(max_length=300)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("master_record")]
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["master_record", "number"], name="step_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.instruction}"


class MasterYield(SharedRow):
    """Theoretical yield of a phase with its limits (111.210(f))."""

    master_record = models.ForeignKey(MasterRecord, models.PROTECT, related_name="yields")
    phase = models.CharField(max_length=80)
    theoretical = models.DecimalField(max_digits=16, decimal_places=4)
    unit = models.CharField(max_length=20)
    minimum_percent = models.DecimalField(max_digits=6, decimal_places=2)
    maximum_percent = models.DecimalField(max_digits=6, decimal_places=2)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("master_record")]
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["master_record", "phase"], name="yield_once_per_phase")]

    def __str__(self) -> str:
        return self.phase


class MasterControlPoint(SharedRow):
    """A reading that must be taken during a step, with its limits (111.210(h)(4), 111.260(g))."""

    master_record = models.ForeignKey(MasterRecord, models.PROTECT, related_name="control_points")
    name = models.CharField(max_length=120)
    step = models.CharField(max_length=12)
    unit = models.CharField(max_length=20)
    lowest = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("master_record")]
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["master_record", "name"], name="control_point_once")]

    def __str__(self) -> str:
        return self.name
