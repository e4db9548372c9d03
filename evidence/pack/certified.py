"""The component lot that a supplier's certificate speaks of (21 CFR 111.75(a)(2)(ii)): one of the master record."""

from dataclasses import dataclass

from evidence.pack.problems import NotReadable
from masters.baseline import BaselineValues

LONGEST = 64


@dataclass(frozen=True, slots=True)
class CertifiedLot:
    """`number` is the lot's own number given at receipt (111.155(d)(1)); `component` the item code."""

    number: str
    component: str


def certified_lot(number: str, component: str, baseline: BaselineValues) -> CertifiedLot | None:
    """None where neither is named: the certificate is of the lot itself.

    Raises NotReadable where one of the two is missing, or the master record has no such component.
    """
    number, component = number.strip(), component.strip()
    if not number and not component:
        return None
    if not number or not component or len(number) > LONGEST:
        raise NotReadable(
            "A supplier's certificate is of one lot of one component.",
            f"Name the component and its lot number, of at most {LONGEST} letters.",
        )
    record = baseline.master_record
    if component not in {line.code for line in (record.components if record else ())}:
        raise NotReadable(
            "The master record of this lot has no such component.", "Choose one of its components (111.210(b))."
        )
    return CertifiedLot(number, component)
