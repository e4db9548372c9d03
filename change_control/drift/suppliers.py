"""Who supplied the components, and where they were made (21 CFR 111.75(a)(2)(ii))."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from change_control.drift.kinds import Drift, Kind
from change_control.drift.wording import listed
from evidence.pack.format import ComponentLot
from evidence.pack.rules.component_lots import consumed, first_weighings
from evidence.pack.rules.context import Context
from evidence.pack.rules.identity_tests import firm
from masters.standing import SupplierValue


@dataclass(frozen=True, slots=True)
class HeldSupplier:
    """An approval, and the time in which it was held true: what was recorded later nobody knew on the day."""

    value: SupplierValue
    since: datetime
    until: datetime | None = None

    def is_known(self, moment: datetime) -> bool:
        """At the last instant before the moment."""
        return self.since < moment and (self.until is None or moment <= self.until)


def of_suppliers(context: Context, held: Sequence[HeldSupplier] = ()) -> Iterator[Drift]:
    """For components that have an approved supplier: another one, another site, or one past its approval."""
    zone, first, used = context.pack.header.zone, first_weighings(context), consumed(context)
    for row in context.pack.materials.component_lots:
        day = first[row.number].astimezone(zone).date() if row.number in first else row.received_on
        known = _known(context, held, row.component, day, zone)
        if row.number in used and known and row.supplier is not None:
            yield from _of_lot(row, row.supplier, known, day)


def _known(
    context: Context, held: Sequence[HeldSupplier], component: str, day: date | None, zone: tzinfo
) -> list[SupplierValue]:
    """As known at the end of the day of use; as known now where nothing was recorded of the component by then."""
    if day is not None and day < date.max:
        moment = datetime.combine(day + timedelta(days=1), time(), zone)
        known = [entry.value for entry in held if entry.value.component == component and entry.is_known(moment)]
        if known:
            return known
    return [entry for entry in context.baseline.standing.suppliers if entry.component == component]


def _of_lot(row: ComponentLot, supplier: str, known: Sequence[SupplierValue], day: date | None) -> Iterator[Drift]:
    where = f"{row.component}, lot {row.number}"
    own = [entry for entry in known if firm(entry.supplier) == firm(supplier)]
    if not own:
        yield Drift(Kind.SUPPLIER, where, listed(dict.fromkeys(entry.supplier for entry in known)), supplier)
        return
    site = row.manufacturer_site
    there = [entry for entry in own if not entry.site or site is None or firm(entry.site) == firm(site)]
    if not there:
        approved = listed(dict.fromkeys(f"{entry.supplier}, {entry.site}" for entry in own))
        yield Drift(Kind.SITE, where, approved, f"{supplier}, {site}")
    elif day is not None and not any(_covers(entry, day) for entry in there):
        yield Drift(Kind.SUPPLIER, where, listed(_span(entry) for entry in there), f"{supplier}, used on {day}")


def _covers(entry: SupplierValue, day: date) -> bool:
    begins, ends = entry.approved_from or date.min, entry.approved_until or date.max
    return begins <= day <= ends


def _span(entry: SupplierValue) -> str:
    since = f" from {entry.approved_from}" if entry.approved_from else ""
    until = f" until {entry.approved_until}" if entry.approved_until else ""
    return f"{entry.supplier}, approved{since}{until}"
