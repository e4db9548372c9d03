"""Laboratories approved for methods (21 CFR 111.320)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from masters.models.knowledge import HeldTrue, held_once


class ApprovedLaboratory(HeldTrue):
    """A laboratory and the methods it may be used for."""

    name = models.CharField(max_length=200)
    accreditation = models.CharField(max_length=120, blank=True)
    accredited_until = models.DateField(null=True, blank=True)
    methods = ArrayField(models.CharField(max_length=120))

    class Meta(HeldTrue.Meta):
        constraints = [held_once("laboratory_once", "name")]

    def __str__(self) -> str:
        return self.name
