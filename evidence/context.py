"""What the rules look at, read once: the stated pack, the lot's frozen baseline, what other lots say."""

from decimal import Decimal
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum

from evidence.event_sources import events_of
from evidence.models import Pack, VerdictAnswer
from evidence.pack.format import Pack as StatedPack
from evidence.pack.problems import NotReadable
from evidence.pack.rules import Context, EventFact
from evidence.pack.rules.context import Subject
from evidence.pack.units import convert
from evidence.states import PackState
from lots.models import Consumption, Lot
from masters.queries import baseline_values

_GONE = (PackState.SUPERSEDED, PackState.WITHDRAWN)


def rule_context(pack_row: Pack, lot: Lot, stated: StatedPack) -> Context:
    """The frozen values of one evaluation; a constant number of queries, whatever the pack's length."""
    return Context(
        pack=stated,
        baseline=baseline_values(lot),
        made_on=lot.made_on,
        other_lot_numbers=_taken_numbers(lot, stated),
        events=_events(lot.pk, pack_row.pk),
        other_packs_balances=_used_elsewhere(lot, stated),
    )


def _taken_numbers(lot: Lot, stated: StatedPack) -> frozenset[str]:
    """Those of the stated numbers that other lots of this product and manufacturer have (R104)."""
    numbers = {stated.header.lot_number, *(entry.number for entry in stated.batch_record.lots)}
    others = Lot.objects.filter(partnership_id=lot.partnership_id, product_id=lot.product_id, number__in=numbers)
    return frozenset(others.exclude(pk=lot.pk).values_list("number", flat=True))


def _events(lot_id: UUID, pack_id: UUID) -> tuple[EventFact, ...]:
    """The lot's events, each with the findings of this pack that it answers."""
    answered: dict[UUID, set[Subject]] = {}
    answers = VerdictAnswer.objects.filter(verdict__pack_id=pack_id)
    for event_id, rule, subject in answers.values_list("event_id", "verdict__rule", "verdict__subject"):
        answered.setdefault(event_id, set()).add((rule, subject))
    return tuple(
        EventFact(event.number, event.classification, event.state, frozenset(answered.get(event.id, ())))
        for event in events_of(lot_id)
    )


def _used_elsewhere(lot: Lot, stated: StatedPack) -> dict[str, Decimal]:
    """Component lot → what the living packs of the manufacturer's other lots say they used of it (R215)."""
    known = {entry.number: entry for entry in stated.materials.component_lots}
    is_living = Exists(Pack.objects.filter(pk=OuterRef("pack_id")).exclude(state__in=_GONE))
    rows = (
        Consumption.objects.filter(
            is_living, component_lot__organisation_id=lot.cmo_id, component_lot__number__in=list(known)
        )
        .exclude(lot_id=lot.pk)
        .values_list("component_lot__number", "component_lot__item_code", "unit")
        .annotate(total=Sum("quantity"))
    )
    used: dict[str, Decimal] = {}
    for number, item, unit, total in rows:
        entry = known[number]
        amount = _stated_in(total, unit, entry.unit) if item == entry.component else None
        if amount is not None:
            used[number] = used.get(number, Decimal(0)) + amount
    return used


def _stated_in(amount: Decimal, unit: str, target: str | None) -> Decimal | None:
    """The amount in the lot's unit; None where the two packs measure different things (R212 names that)."""
    try:
        return convert(amount, unit, target) if target else None
    except NotReadable:
        return None
