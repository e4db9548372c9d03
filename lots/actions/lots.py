"""Plan, start, complete, void: what the CMO's operations do."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from agreements.queries import in_force
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import move
from lots import rules
from lots.actions.gates import changing
from lots.events import LotCompleted, LotStarted, LotVoided
from lots.models import Lot, LotGate
from masters.models import Product
from masters.queries import baseline_on
from parties.models import Partnership, Site
from parties.queries import qualification_on


def plan_lot(
    *, product_id: UUID, number: str, quantity: Decimal, site_id: UUID, by: Actor, reason: str, at: datetime
) -> Lot:
    """Enter a lot that will be made; its gate row is born shut."""
    with transaction.atomic(), acting(by=by, reason=reason or "planned", at=at):
        product = Product.objects.locked([product_id]).get()
        rules.check_may(by, "lots.plan", product, "plan a lot")
        rules.check_number(number)
        rules.check_quantity(quantity)
        rules.check_number_free(number, is_taken=Lot.objects.filter(product=product, number=number).exists())
        partnership = Partnership.objects.select_related("cmo").get(pk=product.partnership_id)
        site = Site.objects.filter(pk=site_id, organisation_id=partnership.cmo_id).first()
        rules.check_site(site, partnership.cmo)
        lot = Lot.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            cmo_id=partnership.cmo_id,
            site_id=site_id,
            product=product,
            number=number,
            quantity_planned=quantity,
            unit=product.unit,
            created_at=at,
        )
        LotGate.objects.create(lot=lot, partnership=partnership, sponsor_id=partnership.sponsor_id)
        return lot


def start_lot(*, lot_id: UUID, by: Actor, reason: str, at: datetime) -> Lot:
    """Begin manufacture: the effective baseline and the agreement in force are frozen into the lot."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "started", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        move(lot, "start", by=by, save=False)
        _freeze_baseline(lot, at.date())
        lot.started_at = at
        lot.save()
        events.publish(LotStarted(lot.pk, lot.partnership_id, by, at))
        return lot


def _freeze_baseline(lot: Lot, on: date) -> None:
    baseline = baseline_on(lot.product, on)
    rules.check_baseline(
        master_record=baseline.master_record,
        specification=baseline.specification,
        label=baseline.label,
        on=on,
    )
    agreement = in_force(lot.partnership_id, lot.product.group, on)
    rules.check_agreement(agreement, lot.product.group, on)
    rules.check_qualified(qualification_on(lot.partnership_id, on), on)
    lot.master_record, lot.specification = baseline.master_record, baseline.specification
    lot.sampling_plan, lot.label_version = baseline.sampling_plan, baseline.label
    lot.agreement_version = agreement


def complete_lot(
    *,
    lot_id: UUID,
    quantity_good: Decimal,
    made_on: date,
    packed_on: date,
    expires_on: date,
    by: Actor,
    reason: str,
    at: datetime,
) -> Lot:
    """The last unit is packed; the clock for handing over the evidence starts."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "completed", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        move(lot, "complete", by=by, save=False)
        rules.check_completion(lot, quantity_good=quantity_good, made_on=made_on, packed_on=packed_on, today=at.date())
        lot.quantity_good, lot.completed_at = quantity_good, at
        lot.made_on, lot.packed_on, lot.expires_on = made_on, packed_on, expires_on
        lot.save()
        events.publish(LotCompleted(lot.pk, lot.partnership_id, by, at))
        return lot


def void_lot(*, lot_id: UUID, by: Actor, reason: str, at: datetime) -> Lot:
    """A lot typed twice or never made: it stays on record, voided with the reason."""
    with transaction.atomic(), changing([lot_id]), acting(by=by, reason=reason or "void", at=at):
        lot = Lot.objects.locked([lot_id]).get()
        move(lot, "void", by=by, reason=reason)
        events.publish(LotVoided(lot.pk, lot.partnership_id, by, at))
        return lot
