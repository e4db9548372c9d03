"""What the list's filters offer."""

from masters.models import LabelVersion, Product

MOST_OFFERED = 500


def products_made() -> list[Product]:
    """The products of all partnerships in scope, by name."""
    return list(Product.objects.order_by("name", "id")[:MOST_OFFERED])


def label_versions() -> list[LabelVersion]:
    """The label versions of all partnerships in scope, by number and version."""
    return list(LabelVersion.objects.filter(recorded_until=None).order_by("number", "-version", "id")[:MOST_OFFERED])
