"""What a lot may be planned for: products and sites that the scope shows."""

from uuid import UUID

from django.db.models import QuerySet

from kernel.scope import Actor
from masters.models import Product
from parties.models import Site


def plannable_products(by: Actor) -> list[Product]:
    """The products for which this actor may plan lots, with both companies."""
    products = Product.objects.select_related("partnership__sponsor", "partnership__cmo")
    return [p for p in products.order_by("name", "id") if by.may("lots.plan", p)]


def sites_of_makers(cmo_ids: set[UUID]) -> QuerySet[Site]:
    """The sites of these contract manufacturers, by company and name."""
    return (
        Site.objects.filter(organisation_id__in=cmo_ids)
        .select_related("organisation")
        .order_by("organisation__name", "name")
    )
