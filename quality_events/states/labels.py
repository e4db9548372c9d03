"""What was wrong with a label (domain §C7)."""

from django.db.models import TextChoices


class LabelFault(TextChoices):
    IDENTITY = "identity", "Another product's label"
    ALLERGEN = "allergen", "Allergen statement"
    CLAIM = "claim", "Claim or facts"
    COUNT = "count", "Count or reconciliation"
    CODE = "code", "Lot code or date"
    ARTWORK = "artwork", "Artwork"


HAZARDOUS = (LabelFault.IDENTITY, LabelFault.ALLERGEN)
"""Faults that may hurt whoever trusts the label: the health hazard is evaluated at once (21 CFR 7.41)."""
