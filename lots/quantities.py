"""Quantities in sentences: `1 bottle`, `4942 bottles`, `5 kg`."""

from decimal import Decimal

_COUNTED = {
    *("bag", "bottle", "box", "capsule", "case", "gummy", "jar"),
    *("pouch", "sachet", "softgel", "stick", "tablet", "unit"),
}


def unit_words(unit: str, value: object) -> str:
    """`bottle` → `bottles` beside any figure but one; measured units (kg, ppm) have no plural."""
    if unit not in _COUNTED or str(value) in ("1", "1.0"):
        return unit
    if unit.endswith("y"):
        return f"{unit[:-1]}ies"
    return f"{unit}es" if unit.endswith(("x", "ch")) else f"{unit}s"


def quantity_words(quantity: Decimal, unit: str) -> str:
    """`4942.000`, `bottle` → `4942 bottles`."""
    short = f"{quantity.normalize():f}"
    return f"{short} {unit_words(unit, short)}"
