"""What must hold before one change becomes requests in several partnerships."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kernel.errors import Refused
from masters.models import Product

_CLAUSE = "quality agreement"


def check_linked(products: Sequence[Product], content: Any) -> None:
    """One product a partnership of one CMO, and no sponsor's name in a text that the others read."""
    if len({product.partnership.cmo_id for product in products}) != 1:
        raise Refused("Linked requests are one contract manufacturer’s.", _CLAUSE)
    twice = [key for key, count in Counter(product.partnership_id for product in products).items() if count > 1]
    if twice:
        raise Refused(
            "Choose one product of each sponsor; the impact list asks for the others that share a component.", _CLAUSE
        )
    if content.kind:
        raise Refused("A version’s text is one product’s. Write it in each request.", _CLAUSE)
    text = " ".join((content.title, content.description, content.justification, content.impact)).lower()
    for product in products:
        others = [other for other in products if other is not product]
        named = [other.partnership.sponsor.name for other in others if other.partnership.sponsor.name.lower() in text]
        if named:
            raise Refused(f"The text names {named[0]}, and other sponsors would read it. Leave the name out.", _CLAUSE)
