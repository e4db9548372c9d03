"""Which lot on record an event's lot is."""

from uuid import UUID

from django.db.models import Q

from lots.models import ComponentLot, Lot
from masters.models import Product
from traceability.epcis.linking import Node

_OWN = "urn:uuid:"


def known_node(node: Node, organisation_id: UUID, partnership_id: UUID | None) -> tuple[UUID | None, str]:
    """The lot's key, or None where it is not on record; and a sentence where it must not be entered."""
    if node.uri.startswith(_OWN):
        return _by_key(node.uri), ""
    products = Product.objects.filter(partnership__cmo_id=organisation_id, gtin__in=_gtins(node.item))
    if partnership_id:
        products = products.filter(partnership_id=partnership_id)
    if node.number and products.exists():
        lots = list(Lot.objects.filter(product__in=products, number=node.number).values_list("pk", flat=True)[:2])
        if len(lots) == 1:
            return lots[0], ""
        why = "is not on record: plan it, then hand the document in again" if not lots else "is one of two"
        return None, f"Lot {node.number} of product {node.item} {why}."
    return known_material(node, organisation_id)


def known_material(node: Node, organisation_id: UUID) -> tuple[UUID | None, str]:
    """A lot of material by its item and either of its numbers; one without a number by its own key alone."""
    found = ComponentLot.objects.filter(organisation_id=organisation_id)
    if node.own_key is not None:
        return found.filter(pk=node.own_key).values_list("pk", flat=True).first(), ""
    named = found.filter(item_code__in=[node.item, *_gtins(node.item)])
    keys = list(named.filter(Q(number=node.number) | Q(supplier_lot=node.number)).values_list("pk", flat=True)[:2])
    if len(keys) > 1:
        return None, f"Two lots of item {node.item} have the number {node.number}: nothing was linked to either."
    return (keys[0] if keys else None), ""


def _by_key(uri: str) -> UUID | None:
    try:
        key = UUID(uri.removeprefix(_OWN))
    except ValueError:
        return None
    material = ComponentLot.objects.filter(pk=key).values_list("pk", flat=True).first()
    return material or Lot.objects.filter(pk=key).values_list("pk", flat=True).first()


def _gtins(item: str) -> list[str]:
    """A GTIN as masters may hold it: with or without the zeros in front."""
    short = item.lstrip("0")
    return list(dict.fromkeys([item, *(short.zfill(length) for length in (8, 12, 13, 14) if len(short) <= length)]))
