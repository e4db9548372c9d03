"""Products and the chains of versions of their masters, for pages and the API."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from masters.models import LabelVersion, MasterRecord, Product, SamplingPlan, Specification
from masters.models.products import Version

AnyVersion = TypeVar("AnyVersion", bound=Version)


@dataclass(frozen=True, slots=True)
class Chains:
    """Every version of a product's masters, the newest first, lines included."""

    master_records: list[MasterRecord]
    specifications: list[Specification]
    sampling_plans: list[SamplingPlan]
    labels: list[LabelVersion]


def products() -> QuerySet[Product]:
    """All products that the scope shows, with both companies."""
    found = Product.objects.select_related("partnership__sponsor", "partnership__cmo")
    return found.order_by("name", "code", "id")


def product_choices(organisation_id: UUID) -> list[tuple[str, str]]:
    """Id and name of each product in a company's partnerships."""
    of_it = Q(partnership__sponsor_id=organisation_id) | Q(partnership__cmo_id=organisation_id)
    return [(str(found.pk), f"{found.name} ({found.code})") for found in products().filter(of_it)]


def product(product_id: UUID) -> Product:
    """One product; raises DoesNotExist for strangers."""
    return products().get(pk=product_id)


def chain(versions: QuerySet[AnyVersion], product_id: UUID) -> QuerySet[AnyVersion]:
    """The versions of one kind that a product has, the newest first."""
    return (
        versions.filter(product_id=product_id, recorded_until=None).select_related("approved_by").order_by("-version")
    )


def chains_of(product_id: UUID) -> Chains:
    """Ten queries, whatever the number of versions and lines."""
    records = chain(MasterRecord.objects.all(), product_id)
    specifications = chain(Specification.objects.all(), product_id)
    return Chains(
        master_records=list(records.prefetch_related("components", "steps", "yields", "control_points")),
        specifications=list(specifications.prefetch_related("tests")),
        sampling_plans=list(chain(SamplingPlan.objects.all(), product_id)),
        labels=list(chain(LabelVersion.objects.all(), product_id).prefetch_related("facts")),
    )
