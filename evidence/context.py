"""What the rules look at, read once: the stated pack, the lot's frozen baseline, what other lots say."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from agreements.queries import terms_of
from agreements.terms import Terms
from evidence.earlier_lots import earlier_lots, holds_of
from evidence.event_sources import events_of
from evidence.models import Pack, VerdictAnswer
from evidence.pack.elsewhere import UsedElsewhere, balances
from evidence.pack.format import Pack as StatedPack
from evidence.pack.rules import Context, EventFact
from evidence.pack.rules.context import ScanFact, Subject, Tolerances
from evidence.pack.specified import is_invalidated
from evidence.scans import standing_scans
from evidence.states import PackState
from evidence.trend_points import locked_limits
from lots.models import Consumption, Lot
from masters.queries import baseline_values

_Result = tuple[str | None, str | None]
"""(test, value) of a finding; None where it is not about a result."""
_GONE = (PackState.SUPERSEDED, PackState.WITHDRAWN)


def rule_context(pack_row: Pack, lot: Lot, stated: StatedPack) -> Context:
    """The frozen values of one evaluation; a constant number of queries, whatever the pack's length."""
    terms = terms_of(lot.agreement_version_id)
    return Context(
        pack=stated,
        baseline=baseline_values(lot),
        made_on=lot.made_on,
        other_lot_numbers=_taken_numbers(lot, stated),
        events=_events(lot, pack_row.pk, terms),
        other_packs_balances=balances(used_elsewhere(lot, component_lot__number__in=_component_lots(stated)), stated),
        earlier=earlier_lots(lot, stated),
        limits=locked_limits(lot),
        holds=holds_of(lot),
        tolerances=agreed_tolerances(terms),
        clean_scan_clause=terms.clean_scan_clause if terms else "",
        scans=_scans(lot, stated) if terms and terms.clean_scan_clause else {},
    )


def agreed_tolerances(terms: Terms | None) -> Tolerances:
    """The defaults, or what the agreement's clauses say instead (domain §B, §C0)."""
    stated = terms.tolerances if terms else {}
    hours = stated.get("late_entry_hours")
    given: dict[str, Any] = {
        "balance_percent": Decimal(stated["balance_percent"]) if "balance_percent" in stated else None,
        "entry_delay": timedelta(hours=hours) if hours else None,
        "reserve_multiple": stated.get("multiple"),
        "reserve_months": stated.get("months"),
    }
    return Tolerances(**{name: value for name, value in given.items() if value is not None})


def _scans(lot: Lot, stated: StatedPack) -> dict[str, ScanFact]:
    """What scanners said of the listed documents (R128)."""
    hashes = {document.sha256 for document in stated.documents if document.sha256}
    found = standing_scans(lot.partnership_id, hashes)
    return {sha256: ScanFact(scan.verdict, scan.sentence) for sha256, scan in found.items()}


def _taken_numbers(lot: Lot, stated: StatedPack) -> frozenset[str]:
    """Those of the stated numbers that other lots of this product and manufacturer have (R104)."""
    numbers = {stated.header.lot_number, *(entry.number for entry in stated.batch_record.lots)}
    others = Lot.objects.filter(partnership_id=lot.partnership_id, product_id=lot.product_id, number__in=numbers)
    return frozenset(others.exclude(pk=lot.pk).values_list("number", flat=True))


def _events(lot: Lot, pack_id: UUID, terms: Terms | None) -> tuple[EventFact, ...]:
    """The lot's events, each with the findings of this pack that it answers and what was agreed about its notice."""
    found = events_of(lot.pk)
    answered: dict[UUID, dict[Subject, _Result]] = {}
    answers = VerdictAnswer.objects.filter(verdict__pack_id=pack_id)
    columns = ("event_id", "verdict__rule", "verdict__subject", "verdict__inputs__test", "verdict__inputs__value")
    for event_id, rule, subject, test, value in answers.values_list(*columns):
        answered.setdefault(event_id, {})[rule, subject] = (test, value)
    return tuple(
        EventFact(
            number=event.number,
            classification=event.classification,
            state=event.state,
            answers=frozenset(answered.get(event.id, ())),
            discovered_at=event.discovered_at,
            notified_at=event.notified_at,
            notify_within=_span(terms.notification_hours(event.classification)) if terms else None,
            needs_sponsor=event.needs_sponsor,
            is_approved_by_sponsor=event.is_approved_by_sponsor,
            has_material_review=event.has_material_review,
            disposition=event.disposition,
            invalidated=frozenset(
                subject
                for subject, result in answered.get(event.id, {}).items()
                if is_invalidated(event.invalidated, *result)
            ),
        )
        for event in found
    )


def _span(hours: int | None) -> timedelta | None:
    return None if hours is None else timedelta(hours=hours)


def _component_lots(stated: StatedPack) -> list[str]:
    return [entry.number for entry in stated.materials.component_lots]


def used_elsewhere(lot: Lot, **of: list[str]) -> tuple[UsedElsewhere, ...]:
    """What the living packs of the manufacturer's other lots say they used of the component lots looked up (R215)."""
    is_living = Exists(Pack.objects.filter(pk=OuterRef("pack_id")).exclude(state__in=_GONE))
    rows = (
        Consumption.objects.filter(is_living, component_lot__organisation_id=lot.cmo_id, **of)
        .exclude(lot_id=lot.pk)
        .values_list("component_lot__number", "component_lot__item_code", "unit")
        .annotate(total=Sum("quantity"))
    )
    return tuple(UsedElsewhere(*row) for row in rows)
