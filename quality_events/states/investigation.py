"""What an investigation is made of: the branches of a cause diagram, and what was found of each cause."""

from django.db.models import TextChoices


class Branch(TextChoices):
    """The six bones of Ishikawa's diagram."""

    PEOPLE = "people", "People"
    METHOD = "method", "Method"
    MACHINE = "machine", "Machine"
    MATERIAL = "material", "Material"
    MEASUREMENT = "measurement", "Measurement"
    ENVIRONMENT = "environment", "Environment"


class Finding(TextChoices):
    """What the investigation says of a possible cause."""

    OPEN = "open", "To be looked at"
    RULED_OUT = "ruled_out", "Ruled out"
    CONTRIBUTING = "contributing", "Contributed"
    ROOT = "root", "Root cause"


class RootCause(TextChoices):
    """The trade's codes: what repeats is told by them."""

    MATERIAL = "material", "Material"
    METHOD = "method", "Method"
    MACHINE = "machine", "Machine"
    MEASUREMENT = "measurement", "Measurement"
    PEOPLE = "people", "People"
    ENVIRONMENT = "environment", "Environment"
    LABEL = "label", "Label or artwork"
    SUPPLIER = "supplier", "Supplier"
    UNKNOWN = "unknown", "Not found"
