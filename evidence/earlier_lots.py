"""What earlier packs and holds say that a rule of this pack needs: copied certificates, label counts, instruments."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from evidence.models import Pack, PackRow
from evidence.pack.elsewhere import doubted_instruments, measured_elsewhere
from evidence.pack.format import CertificateResult, LabelRoll
from evidence.pack.format import Pack as StatedPack
from evidence.pack.rules import EarlierCertificate, EarlierLots, HoldFact, LabelRun
from evidence.pack.rules.label_habits import run_of
from evidence.pack.values import Kind
from evidence.states import PackState
from lots.models import Hold, Lot

LOTS = 40
"""As many earlier lots of the product are looked at."""
_ROLLS = "packaging.rolls"
_CERTIFICATES, _RECEIPTS = "materials.certificate_results", "materials.component_lots"
_READINGS, _DEVICES = "batch_record.readings", "materials.consumption"
_GONE = (PackState.SUPERSEDED, PackState.WITHDRAWN)
Data = dict[str, Any]


def earlier_lots(lot: Lot, stated: StatedPack) -> EarlierLots:
    """The newest living packs of the product's other lots: one query, two when there are any."""
    packs = _packs(lot)
    if not packs:
        return EarlierLots(measured=_measured(lot, stated))
    rows: dict[tuple[Any, str], list[Data]] = {}
    found = PackRow.objects.filter(pack__in=packs, section__in=[_ROLLS, _CERTIFICATES, _RECEIPTS])
    for pack_id, section, data in found.order_by("pack_id", "position").values_list("pack_id", "section", "data"):
        rows.setdefault((pack_id, section), []).append(data)
    certificates = [
        certificate
        for pack in packs
        for certificate in _certificates(rows.get((pack.pk, _RECEIPTS), ()), rows.get((pack.pk, _CERTIFICATES), ()))
    ]
    runs = [_run(rows.get((pack.pk, _ROLLS), ())) for pack in packs]
    return EarlierLots(
        certificates=tuple(certificates),
        label_runs=tuple(run for run in runs if run is not None),
        measured=_measured(lot, stated),
    )


def _packs(lot: Lot) -> list[Pack]:
    living = Pack.objects.filter(lot__product_id=lot.product_id).exclude(state__in=_GONE).exclude(lot_id=lot.pk)
    newest = living.values("lot_id").annotate(newest=Max("submitted_at")).order_by("-newest", "lot_id")[:LOTS]
    return list(living.filter(lot_id__in=newest.values("lot_id")).order_by("-submitted_at", "-id"))


def _certificates(receipts: Iterable[Data], results: Iterable[Data]) -> Iterable[EarlierCertificate]:
    values: dict[str, dict[str, str]] = {}
    for row in (CertificateResult.model_validate(data) for data in results):
        if row.value is not None and row.value.kind is Kind.NUMBER:
            values.setdefault(row.component_lot, {})[row.attribute] = row.value.canonical_text
    for data in receipts:
        number = data["number"]
        if number in values:
            yield EarlierCertificate(data["component"], data.get("supplier", ""), number, values[number])


def _run(rolls: Iterable[Data]) -> LabelRun | None:
    return run_of(tuple(LabelRoll.model_validate(data) for data in rolls))


def _measured(lot: Lot, stated: StatedPack) -> dict[str, frozenset[str]] | None:
    """None, and no query, while no event of the pack doubts an instrument."""
    return measured_elsewhere(measured_by(lot, doubted_instruments(stated)), stated)


def measured_by(lot: Lot, instruments: Iterable[str]) -> dict[str, frozenset[str]]:
    """Instrument → other lots it measured (R507); no query where none is asked for."""
    found: dict[str, set[str]] = {instrument: set() for instrument in instruments}
    if not found:
        return {}
    rows = PackRow.objects.filter(section__in=[_READINGS, _DEVICES]).exclude(pack__lot_id=lot.pk)
    for name in ("instrument", "device"):
        measured = rows.filter(**{f"data__{name}__in": list(found)})
        for instrument, number in measured.values_list(f"data__{name}", "pack__lot__number").distinct():
            found[instrument].add(number)
    return {instrument: frozenset(lots) for instrument, lots in found.items()}


def holds_of(lot: Lot) -> dict[str, tuple[HoldFact, ...]]:
    """Lot number → its holds, of every other lot of the partnership (R219); one query."""
    found: dict[str, list[HoldFact]] = {}
    holds = Hold.objects.filter(partnership_id=lot.partnership_id).exclude(lot_id=lot.pk).order_by("placed_at", "id")
    for number, placed_at, lifted_at, reason in holds.values_list("lot__number", "placed_at", "lifted_at", "reason"):
        found.setdefault(number, []).append(HoldFact(placed_at, lifted_at, reason))
    return {number: tuple(facts) for number, facts in found.items()}
