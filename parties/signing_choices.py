"""What a delegation may be limited to: apps above say which meanings there are and which products a company has."""

from collections.abc import Callable
from uuid import UUID

ProductsOf = Callable[[UUID], list[tuple[str, str]]]

MEANINGS: list[tuple[str, str]] = []
"""Value and label of each meaning of a signature; filled by records."""
PRODUCTS: list[ProductsOf] = []
"""Id and name of each product of a company; filled by masters."""


def offer_meanings(choices: list[tuple[str, str]]) -> None:
    """Once, however often the app is made ready."""
    MEANINGS[:] = choices


def offer_products(products_of: ProductsOf) -> None:
    PRODUCTS[:] = [products_of]


def meaning_values() -> set[str]:
    return {value for value, _ in MEANINGS}


def meaning_labels(values: list[str]) -> list[str]:
    """In the order of the meanings."""
    return [label for value, label in MEANINGS if value in values]


def products_of(organisation_id: UUID) -> list[tuple[str, str]]:
    return [choice for found in PRODUCTS for choice in found(organisation_id)]
