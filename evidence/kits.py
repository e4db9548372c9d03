"""The kit of a lot: what its pack will be judged by, for the contract manufacturer's own machine."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q

from agreements.models import Clause as AgreementClause
from evidence.context import rule_context, used_elsewhere
from evidence.earlier_lots import measured_by
from evidence.event_sources import CANCELLED, events_of
from evidence.known_lots import known_lot
from evidence.models import Pack, PackDocument
from evidence.pack.kit import KIT_FORMAT, Answered, Clause, Kit, facts_of, fingerprint
from evidence.pack.known import KnownLot, prefilled
from evidence.queries import standing_answers
from evidence.waivers import counting
from kernel.scope import Actor
from lots.models import Lot
from lots.rules import check_may


def kit_for(lot: Lot, *, by: Actor, at: datetime) -> Kit:
    """The lot's kit; Refused for who may not hand evidence over, and for a lot without a baseline.

    It tells what the manufacturer's other lots used of this lot's components: that is for the manufacturer alone.
    """
    check_may(by, "evidence.submit", lot, "download the kit of the offline checker")
    known = known_lot(lot)
    context = rule_context(Pack(lot=lot), lot, prefilled(known))
    numbers = Lot.objects.filter(partnership_id=lot.partnership_id, product_id=lot.product_id).exclude(pk=lot.pk)
    facts = replace(
        context, other_lot_numbers=frozenset(numbers.values_list("number", flat=True)), other_packs_balances={}
    )
    return Kit(
        format=KIT_FORMAT,
        rules=fingerprint(),
        made_at=at,
        lot=str(lot.pk),
        known=known,
        facts=facts_of(facts),
        measured=measured_by(lot, [equipment.number for equipment in context.baseline.standing.equipment]),
        used_elsewhere=used_elsewhere(lot, component_lot__item_code__in=_component_codes(known)),
        answered=_answered(lot),
        waived=_waived(lot),
        files=dict(_earlier_documents(lot)),
        clauses=_clauses(lot),
    )


def _component_codes(known: KnownLot) -> list[str]:
    return [component.code for component in known.components]


def _answered(lot: Lot) -> tuple[Answered, ...]:
    living = {event.id for event in events_of(lot.pk) if event.state != CANCELLED}
    return tuple(
        Answered(rule=rule, inputs_hash=inputs_hash, event=number)
        for (rule, inputs_hash), events in standing_answers(lot.pk).items()
        for event_id, number in events.items()
        if event_id in living
    )


def _waived(lot: Lot) -> dict[str, date]:
    waivers = counting().filter(Q(lot_id=lot.pk) | Q(product_id=lot.product_id), partnership_id=lot.partnership_id)
    return dict(waivers.order_by("valid_until").values_list("rule", "valid_until"))


def _earlier_documents(lot: Lot) -> list[tuple[str, str]]:
    documents = PackDocument.objects.filter(pack__lot=lot).order_by("pack__version")
    return list(documents.values_list("file__name", "file__sha256"))


def _clauses(lot: Lot) -> tuple[Clause, ...]:
    found = AgreementClause.objects.filter(version_id=lot.agreement_version_id).order_by("number")
    return tuple(
        Clause(kind=kind, number=number, parameters=parameters)
        for kind, number, parameters in found.values_list("kind", "number", "parameters")
    )
