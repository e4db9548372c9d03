"""Who has goods of these lots: whom the manufacturer shipped to, and for the sponsor alone whom they went on to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from traceability.models import Consignee, DirectAccount, OnwardShipment, Shipment


@dataclass(frozen=True, slots=True)
class Account:
    """A direct account that has goods of the answer, with its contact for a recall (21 CFR 7.49)."""

    id: UUID
    name: str
    kind: str
    address: str
    contact: str
    lots: tuple[str, ...]
    quantities: tuple[tuple[Decimal, str], ...]


def first_consignees(numbers: Mapping[UUID, str], known_at: datetime | None) -> tuple[Account, ...]:
    """By the shipments that spent a permit; `numbers`: the lots with theirs."""
    sent = Shipment.objects.filter(lot_id__in=numbers)
    sent = sent if known_at is None else sent.filter(shipped_at__lte=known_at)
    told = sent.values_list("lot_id", "consignee_id", "quantity", "unit")
    received = _received((account, numbers[lot], quantity, unit) for lot, account, quantity, unit in told)
    rows = Consignee.objects.filter(pk__in=received).order_by("name", "id")
    return tuple(_account(row, received[row.pk]) for row in rows)


def direct_accounts(numbers: Mapping[UUID, str], known_at: datetime | None) -> tuple[Account, ...]:
    """By the lists of the sponsor's own warehouses, as they were handed in by then; nobody else sees any (§C8)."""
    sent = OnwardShipment.objects.filter(lot_id__in=numbers)
    sent = sent if known_at is None else sent.filter(received_at__lte=known_at)
    told = sent.values_list("lot_id", "account_id", "quantity", "unit", "lot__unit")
    received = _received((account, numbers[lot], quantity, unit or own) for lot, account, quantity, unit, own in told)
    rows = DirectAccount.objects.filter(pk__in=received).order_by("name", "id")
    return tuple(_account(row, received[row.pk]) for row in rows)


Told = tuple[str, Decimal, str]


def _received(told: Iterable[tuple[UUID, str, Decimal, str]]) -> dict[UUID, list[Told]]:
    found: dict[UUID, list[Told]] = {}
    for account, number, quantity, unit in told:
        found.setdefault(account, []).append((number, quantity, unit))
    return found


def _account(row: Consignee | DirectAccount, received: Iterable[Told]) -> Account:
    sums: dict[str, Decimal] = {}
    lots = set()
    for number, quantity, unit in received:
        lots.add(number)
        sums[unit] = sums.get(unit, Decimal(0)) + quantity
    quantities = tuple((total, unit) for unit, total in sorted(sums.items()))
    return Account(row.pk, row.name, row.get_kind_display(), row.address, row.contact, tuple(sorted(lots)), quantities)
