"""Which ties are proven, and what the others lack."""

from collections.abc import Mapping
from decimal import Decimal

from evidence.pack.rules.quantities import stated_in
from evidence.pack.units import label
from traceability.scoping.values import Key, Node, Tie

_WAYS = {"carry_over": "carry-over that nobody measured"}


def lacks(tie: Tie[Key], nodes: Mapping[Key, Node[Key]]) -> str:
    """Why a tie proves nothing, in a few words; empty where it is proven."""
    if tie.shared:
        return f"only shared {tie.shared}"
    parent, child = nodes[tie.parent], nodes[tie.child]
    if any(node.is_unknown or not node.number for node in (parent, child)):
        return "a lot without a number"
    if not tie.is_measured:
        return _WAYS.get(tie.kind, "no quantity is stated")
    if parent.is_overdrawn:
        return f"more was taken from {parent.number} than it held"
    return _of_units(tie, parent)


def _of_units(tie: Tie[Key], parent: Node[Key]) -> str:
    if not tie.unit or not parent.unit or stated_in(Decimal(1), tie.unit, parent.unit) is not None:
        return ""  # where a unit is not on record there is nothing to compare with
    return f"a quantity in {label(tie.unit)} of a lot that is measured in {label(parent.unit)}"
