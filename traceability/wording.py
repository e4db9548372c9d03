"""What a shipment paid, in words: the same on pages, in the API and in PDFs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lots.quantities import quantity_words
from release.pattern import Route
from release.wording import pattern_words


def paid_words(gate: Mapping[str, Any] | None, unit: str) -> str:
    """One sentence or two of the verdict that the trigger kept (`traceability.payment`); empty without one."""
    if gate is None:
        return ""
    before, after = (quantity_words(Decimal(gate[name]), unit) for name in ("open_before", "open_after"))
    met = sum(reason["is_met"] for reason in gate["reasons"])
    route = f" {pattern_words(Route.from_json(gate['route']))}." if gate["route"] else ""
    until = f", valid until {gate['valid_until'][:10]}" if gate["valid_until"] else ""
    return (
        f"Gate revision {gate['revision']}: open, {met} of {len(gate['reasons'])} conditions met "
        f"(SHA-256 {gate['reasons_hash'][:12]}…){until}; {before} before, {after} after.{route}"
    )
