"""What left by the events, as the lines of a feed (R605): one an event, lot and unit. Pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from traceability.epcis.events import Event
from traceability.epcis.planning import Movement, Remark
from traceability.epcis.writing import UNITS
from traceability.gs1 import key_of
from traceability.matching import StatedLine

FEED = "EPCIS"
LONGEST_LINE, LONGEST_LOT, LONGEST_REFERENCE, DECIMALS = 120, 40, 80, 3
_REFERENCES = ("desadv", "bol", "inv", "po")
_UCUM = {code: unit for unit, code in reversed(UNITS.items())}


def feed_lines(
    movements: Iterable[Movement], events: Mapping[str, Event], codes: Mapping[str, str], consignees: Mapping[str, str]
) -> tuple[list[StatedLine], list[Remark]]:
    """Lines for goods that left, and why others make none.

    `codes`: product codes by GTIN-14; `consignees`: names by the URI of their place.
    """
    summed: dict[tuple[str, str, str], tuple[Movement, Decimal | None]] = {}
    remarks: list[Remark] = []
    for move in movements:
        key = key_of(move.goods.uri)
        if move.way != "out" or key.application == "00":
            continue
        if not key.lot or len(key.lot) > LONGEST_LOT:
            remarks.append(Remark(move.event, f"{move.goods.uri} left: it names no lot that can be compared."))
            continue
        place = (move.event, move.goods.uri, move.goods.unit)
        before = summed[place][1] if place in summed else Decimal(0)
        amount = move.goods.amount
        summed[place] = (move, None if amount is None or before is None else before + amount)
    lines = []
    for (name, uri, unit), (move, amount) in summed.items():
        if amount is None or amount <= 0 or round(amount, DECIMALS) != amount:
            remarks.append(Remark(name, f"{uri} left: the event says no quantity that can be compared."))
            continue
        key = key_of(uri)
        lines.append(
            StatedLine(
                line=_line(events[name], key.lot, unit),
                lot=key.lot,
                quantity=amount,
                shipped_at=move.at,
                reference=_reference(move),
                product=codes.get(key.value, ""),
                unit=_UCUM.get(unit, unit),
                consignee=consignees.get(move.receiver, ""),
            )
        )
    return lines, remarks


def _line(event: Event, lot: str, unit: str) -> str:
    """The same for the same event and lot, for ever."""
    said = f"{event.id} {lot} {unit}".strip()
    return said if len(said) <= LONGEST_LINE else f"{event.fingerprint} {lot} {unit}".strip()


def _reference(move: Movement) -> str:
    told = dict(reversed(move.references))
    name = next((told[kind] for kind in _REFERENCES if kind in told), move.event)
    return name.replace(":", "/").rsplit("/", 1)[-1][-LONGEST_REFERENCE:] or name[-LONGEST_REFERENCE:]
