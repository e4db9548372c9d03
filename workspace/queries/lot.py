"""The lot of a dossier with everything frozen into it, and where it was made."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lots.models import Lot
from release.balance import Balance
from workspace.dossier_data import Baseline, LotHeader, PartyFact
from workspace.kit.looks import look_of

_FROZEN = ("master_record", "specification", "sampling_plan", "label_version")
KINDS = {
    "master_record": "Master manufacturing record",
    "specification": "Specification",
    "sampling_plan": "Sampling plan",
    "label_version": "Label",
}


def dossier_lots() -> QuerySet[Lot]:
    """Lots with all that a dossier says about them, in one query."""
    return Lot.objects.select_related(
        "product", "sponsor", "cmo", "site", "gate", "partnership", "agreement_version__agreement",
        *(f"{name}__approved_by" for name in _FROZEN),
    )  # fmt: skip


def dossier_lot(lot_id: UUID) -> Lot:
    """One of them; raises DoesNotExist for strangers."""
    return dossier_lots().get(pk=lot_id)


def trimmed(value: Decimal | None) -> Decimal | None:
    """`11880.000` → `11880`: the zeros are the column's, nobody wrote them."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def header(lot: Lot, shipped: Decimal, decided: Balance) -> LotHeader:
    """`shipped`: the quantity that has left, in the lot's unit; `decided`: what was decided of the quantity made."""
    return LotHeader(
        number=lot.number,
        product_code=lot.product.code,
        product_name=lot.product.name,
        market=lot.product.market,
        state=lot.get_state_display(),
        tone=look_of(lot.state).tone,
        time_zone=lot.site.time_zone,
        made_on=lot.made_on,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        completed_at=lot.completed_at,
        quantity_planned=trimmed(lot.quantity_planned),
        quantity_good=trimmed(lot.quantity_good),
        quantity_shipped=trimmed(shipped) or Decimal(0),
        quantity_released=trimmed(decided.released) or Decimal(0),
        quantity_rejected=trimmed(decided.rejected) or Decimal(0),
        unit=lot.unit,
    )


def parties(lot: Lot) -> tuple[PartyFact, ...]:
    """Who is what to the lot."""
    return (
        _party("Sponsor", lot.sponsor),
        _party("Contract manufacturer", lot.cmo),
        _party("Site of manufacture", lot.site),
    )


def _party(part: str, place: Any) -> PartyFact:
    return PartyFact(part, place.name, place.address, place.fda_registration)


def baselines(lot: Lot) -> tuple[Baseline, ...]:
    """The approved versions frozen into the lot when it was started; those it has."""
    versions = ((name, getattr(lot, name)) for name in _FROZEN)
    return tuple(_baseline(name, version) for name, version in versions if version is not None)


def _baseline(name: str, version: Any) -> Baseline:
    approver: Any = version.approved_by
    valid_from: date = version.valid_from
    valid_until: date | None = version.valid_until
    approved_at: datetime | None = version.approved_at
    return Baseline(
        KINDS[name],
        version.number,
        version.version,
        valid_from,
        valid_until,
        approver.name if approver is not None else "",
        approved_at,
        version.recorded_until,
    )
