"""Lots walked to a state through the real actions, as the world's own people take them.

The pack is planted without its rules, so that a test of release does not hang on the rule engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from agreements.actions import ClauseDraft
from evidence.actions.accepting import accept_pack
from evidence.actions.genealogy import record_materials
from evidence.actions.review import attest_pack
from evidence.actions.usage import record_usage
from evidence.content import acceptance_content, pack_content
from evidence.models import Pack, PackRow
from evidence.sections import header_of, rows_of
from kernel import scope
from kernel.history import acting
from kernel.scope import Actor, system
from kernel.states import move
from lots.actions import complete_lot, plan_lot, start_lot
from lots.actions.gates import changing
from lots.models import Lot
from masters.models import Product
from parties.models import Membership, Partnership, Person, Qualification
from parties.queries import actor_for
from records.content import content_hash
from release.actions import Signing, decide_as_cmo, decide_as_sponsor
from release.content import decision_content
from release.queries import live_pack_of
from release.states import Stage
from tests.factories.baseline import make_agreement, make_baseline
from tests.factories.known_lots import LOT
from tests.factories.packs import complete_pack
from tests.factories.signing import proof
from tests.factories.world import PASSWORD, World, train
from traceability.actions import add_consignee
from traceability.models import Consignee

AT = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
GOOD = Decimal(4942)
STARTED = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
COMPLETED = datetime(2026, 3, 16, 21, 30, tzinfo=UTC)
"""Of the lot that `complete_pack` is the evidence of."""
STEPS = ("planned", "in_process", "completed", "pack_pending", "sponsor_review", "released")


@dataclass
class Shop:
    """A partnership ready to make lots: baseline, signed agreement, qualification, a second CMO quality person."""

    world: World
    product: Product
    pattern: str = "sponsor_release"
    releaser: Actor | None = None
    numbers: list[str] = field(default_factory=list)

    @property
    def partnership(self) -> Partnership:
        return self.world.alder_keystone


def make_shop(world: World, *, pattern: str = "sponsor_release", stated: Sequence[ClauseDraft] = ()) -> Shop:
    baseline = make_baseline(world)
    make_agreement(world, pattern=pattern, stated=stated)
    qualify(world.alder_keystone)
    with scope.opened(world.clerk):
        product = Product.objects.get(pk=baseline.master_record.product_id)
    return Shop(world, product, pattern)


def qualify(partnership: Partnership, *, status: str = "qualified") -> Qualification:
    """The sponsor's qualification of the CMO, from 2025 to 2030."""
    as_system = system(partnership.pk)
    with scope.opened(as_system), acting(by=as_system, reason="audit passed", at=AT):
        return Qualification.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            scope="minerals, capsules",
            status=status,
            valid_from=date(2025, 1, 1),
            valid_until=date(2030, 1, 1),
        )


def colleague(world: World, email: str, name: str, organisation: Any, roles: list[str]) -> Actor:
    """One more person: decisions need people who did not do the work (111.12(b))."""
    as_system = system(organisation_id=organisation.pk)
    with scope.opened(as_system), acting(by=as_system, reason="joined", at=AT):
        person = Person(email=email, name=name, accountable_since=AT)
        person.set_password(PASSWORD)
        person.save()
        membership = Membership.objects.create(organisation=organisation, person=person, roles=roles)
        train(organisation, [person])
    entering = Actor(person_id=person.pk, name=name, organisation_id=organisation.pk)
    with scope.opened(entering):
        return actor_for(person, Membership.objects.select_related("organisation").get(pk=membership.pk))


def make_lot(shop: Shop, number: str, *, until: str = "planned", at: datetime = AT) -> Lot:
    """A lot that was walked up to the state `until` (one of `STEPS`), a day a step."""
    world, last = shop.world, STEPS.index(until)
    with scope.opened(world.clerk):
        lot = plan_lot(
            product_id=shop.product.pk, number=number, quantity=Decimal(5000), site_id=world.keystone_site.pk,
            by=world.clerk, reason="", at=at,
        )  # fmt: skip
        if last >= 1:
            start_lot(lot_id=lot.pk, by=world.clerk, reason="", at=at)
        if last >= 2:
            complete_lot(
                lot_id=lot.pk, quantity_good=GOOD, made_on=at.date(), packed_on=at.date(),
                expires_on=date(2028, 3, 31), by=world.clerk, reason="", at=at + timedelta(days=1),
            )  # fmt: skip
    if last >= 3:
        attest(shop, plant_pack(shop, lot), at=at + timedelta(days=2))
    if last >= 4:
        release_by_cmo(shop, lot, at=at + timedelta(days=3))
        accept(shop, lot, at=at + timedelta(days=3))
    if last >= 5:
        release_by_sponsor(shop, lot, at=at + timedelta(days=4))
    return reload(lot)


def make_known_lot(shop: Shop, number: str = LOT) -> Lot:
    """Completed on the days that `complete_pack` tells of."""
    by = shop.world.clerk
    with scope.opened(by):
        lot = plan_lot(
            product_id=shop.product.pk, number=number, quantity=Decimal(5000), site_id=shop.world.keystone_site.pk,
            by=by, reason="", at=STARTED,
        )  # fmt: skip
        start_lot(lot_id=lot.pk, by=by, reason="", at=STARTED)
        return complete_lot(
            lot_id=lot.pk, quantity_good=GOOD, made_on=date(2026, 3, 11), packed_on=date(2026, 3, 16),
            expires_on=date(2028, 3, 31), by=by, reason="", at=COMPLETED,
        )  # fmt: skip


def reload(lot: Lot) -> Lot:
    with scope.opened(system(lot.partnership_id)):
        return Lot.objects.select_related("product", "sponsor", "cmo", "gate").get(pk=lot.pk)


def plant_pack(shop: Shop, lot: Lot, *, at: datetime = AT) -> Pack:
    """A complete pack whose rules nobody ran, handed over by the clerk."""
    stated = complete_pack(lot_number=lot.number)
    by = shop.world.clerk
    with scope.opened(by), changing([lot.pk]), acting(by=by, reason="pack handed over", at=at):
        pack = Pack.objects.create(
            partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, lot=lot,
            version=Pack.objects.filter(lot=lot).count() + 1, form="json", header=header_of(stated),
            content_hash=content_hash({"lot": lot.number}), engine_version="1", submitted_by_id=by.person_id,
            submitted_at=at,
        )  # fmt: skip
        PackRow.objects.bulk_create(
            PackRow(
                partnership_id=lot.partnership_id, sponsor_id=lot.sponsor_id, pack=pack, section=section,
                position=position, data=data,
            )
            for section, position, data in rows_of(stated)
        )  # fmt: skip
        record_materials(lot, pack, stated)
        record_usage(lot, pack, stated)
        move(pack, "pass_check", by=system(lot.partnership_id))
        locked = Lot.objects.locked([lot.pk]).get()
        move(locked, "receive_pack", by=by)
    return pack


def attest(shop: Shop, pack: Pack, *, at: datetime = AT) -> Pack:
    by = shop.world.cmo_qa
    with scope.opened(by):
        shown = content_hash(pack_content(pack, Lot.objects.get(pk=pack.lot_id)))
        return attest_pack(pack_id=pack.pk, proof=proof(by, at, pack, shown), shown_hash=shown, by=by, reason="", at=at)


def accept(shop: Shop, lot: Lot, *, at: datetime = AT) -> Pack:
    by = shop.world.reviewer
    with scope.opened(by):
        return accept_as(by, live_pack_of(lot), at=at)


def accept_as(by: Actor, pack: Pack, *, at: datetime) -> Pack:
    """Signed with the password, over what the page would show."""
    shown = content_hash(acceptance_content(pack, Lot.objects.get(pk=pack.lot_id)))
    return accept_pack(pack_id=pack.pk, proof=proof(by, at, pack, shown), shown_hash=shown, by=by, reason="", at=at)


def signing(
    by: Actor, lot: Lot, stage: str, at: datetime, *, decision: str = "release", quantity: Decimal = GOOD
) -> Signing:
    """What the signing page would send for this decision."""
    fresh = Lot.objects.select_related("product").get(pk=lot.pk)
    amount = quantity if decision == "release" else Decimal(0)
    content = decision_content(fresh, live_pack_of(fresh), stage=stage, decision=decision, quantity=amount)
    shown = content_hash(content)
    return Signing(decision, quantity, proof(by, at, fresh, shown), shown)


def release_by_cmo(shop: Shop, lot: Lot, *, at: datetime = AT) -> None:
    """Batch, then packaged lot."""
    by = shop.world.cmo_qa
    with scope.opened(by):
        for stage in (Stage.BATCH, Stage.PACKAGED_LOT):
            decide_as_cmo(lot_id=lot.pk, stage=stage, signing=signing(by, lot, stage, at), by=by, reason="", at=at)


def release_by_sponsor(shop: Shop, lot: Lot, *, at: datetime = AT, quantity: Decimal = GOOD) -> None:
    by = shop.world.head
    with scope.opened(by):
        given = signing(by, lot, Stage.SPONSOR, at, quantity=quantity)
        decide_as_sponsor(lot_id=lot.pk, signing=given, by=by, reason="", at=at)


def make_consignee(shop: Shop, name: str = "Harbor Health DC") -> Consignee:
    by = shop.world.clerk
    with scope.opened(by):
        return add_consignee(
            partnership_id=shop.partnership.pk, name=name, kind="retailer", address="1 Dock Street, Reno, NV",
            contact="recall@harbor.example", by=by, reason="", at=AT,
        )  # fmt: skip
