"""Product specifications and the sampling plan that says what is tested on which lots (111.70, 111.75(c))."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.rows import SharedRow
from masters.models.products import Version, version_constraints
from masters.triggers import OnlyBySignature, SaysTheSame, WithItsVersion


class Specification(Version):
    """The finished product's specification."""

    class Meta(Version.Meta):
        triggers = [*Version.Meta.triggers, OnlyBySignature("specification"), SaysTheSame()]
        constraints = version_constraints("specification")


class TestCategory(models.TextChoices):
    IDENTITY = "identity", "Identity"
    STRENGTH = "strength", "Strength"
    PURITY = "purity", "Purity"
    CONTAMINANT = "contaminant", "Contaminant limit"
    MICROBIOLOGY = "microbiology", "Microbiology"
    PHYSICAL = "physical", "Physical"
    ADULTERANT = "adulterant", "Adulterant screen"


class SpecificationTest(SharedRow):
    """One attribute with its limits, inclusive exactly as written."""

    specification = models.ForeignKey(Specification, models.PROTECT, related_name="tests")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=16, choices=TestCategory.choices)
    method = models.CharField(max_length=120)
    stage = models.CharField(max_length=16, default="finished")
    """component, in-process, finished or packaged, as in the pack."""
    unit = models.CharField(max_length=20, blank=True)
    limit = models.CharField(max_length=120)
    """As written: "NMT 0.5 ppm", "90 to 110", "complies"; inclusive exactly as it reads."""
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, WithItsVersion("specification")]
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["specification", "code"], name="test_once_per_specification")]

    def __str__(self) -> str:
        return self.name


class SamplingPlan(Version):
    """Which of the specification's tests run on which lots, with its documented basis (111.75(c), T3)."""

    basis = models.TextField()
    tests = ArrayField(models.CharField(max_length=40))
    """Codes of the tests run on a drawn lot."""
    untested_maximum = models.PositiveSmallIntegerField(default=0)
    """How many lots in a row may go undrawn; 0 means every lot is tested."""

    packaged_units = models.PositiveSmallIntegerField(default=0)
    """How many packaged units are examined of a lot (111.75(g)); 0 says nothing yet (R419)."""

    class Meta(Version.Meta):
        triggers = [*Version.Meta.triggers, OnlyBySignature("sampling_plan"), SaysTheSame()]
        constraints = version_constraints("sampling_plan")
