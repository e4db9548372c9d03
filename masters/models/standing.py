"""What is approved for a partnership beside product versions: suppliers, methods, people, equipment.

The rules of a pack read these rows as frozen values (`masters.standing`). A fact that is recorded anew closes the row
that said otherwise: both stay, each with the time in which it was held true.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from masters.models.knowledge import HeldTrue, held_once


class ApprovedSupplier(HeldTrue):
    """A supplier and its site, approved for one component (21 CFR 111.75(a)(2)(ii))."""

    component = models.CharField(max_length=40)
    supplier = models.CharField(max_length=200)
    site = models.CharField(max_length=200, blank=True)
    approved_from = models.DateField(null=True, blank=True)
    approved_until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reconfirm_by = models.DateField(null=True, blank=True)

    class Meta(HeldTrue.Meta):
        constraints = [held_once("supplier_once", "component", "supplier", "site")]

    def __str__(self) -> str:
        return f"{self.supplier} for {self.component}"


class ApprovedMethod(HeldTrue):
    """A test method and the components it is fit for; none listed means any (111.75(h))."""

    number = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    components = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    is_organoleptic = models.BooleanField(default=False)

    class Meta(HeldTrue.Meta):
        constraints = [held_once("method_once", "number")]

    def __str__(self) -> str:
        return self.number


class Unit(models.TextChoices):
    PRODUCTION = "production", "Production"
    QUALITY_CONTROL = "quality control", "Quality control"
    LABORATORY = "laboratory", "Laboratory"
    WAREHOUSE = "warehouse", "Warehouse"


class TrainedPerson(HeldTrue):
    """A person of the contract manufacturer by the initials in batch records (111.12–111.14)."""

    initials = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, choices=Unit.choices, default=Unit.PRODUCTION)
    trained_from = models.DateField(null=True, blank=True)
    trained_until = models.DateField(null=True, blank=True)
    procedures = ArrayField(models.CharField(max_length=64), default=list, blank=True)

    class Meta(HeldTrue.Meta):
        constraints = [held_once("initials_once", "initials")]

    def __str__(self) -> str:
        return self.initials


class ComponentSpecification(HeldTrue):
    """The attributes that a component must meet (111.70(b))."""

    component = models.CharField(max_length=40)
    attributes = ArrayField(models.CharField(max_length=64))

    class Meta(HeldTrue.Meta):
        constraints = [held_once("component_specified_once", "component")]

    def __str__(self) -> str:
        return self.component


class QualifiedEquipment(HeldTrue):
    """Equipment of the contract manufacturer: qualified until when, clean for how long (111.25–111.30)."""

    number = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    qualified_until = models.DateField(null=True, blank=True)
    clean_hold_hours = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(HeldTrue.Meta):
        constraints = [held_once("equipment_once", "number")]

    def __str__(self) -> str:
        return self.number
