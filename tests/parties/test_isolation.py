"""The policies themselves: what each actor sees of rows, as the production role."""

import pytest
from django.db import DatabaseError, connection, transaction

from kernel import scope
from kernel.history import acting
from kernel.rows import NoScopeError
from kernel.scope import Actor
from lots.models import Hold, Lot
from masters.models import Product
from parties.models import Membership, Organisation, Partnership, Person
from tests.factories.world import LONG_AGO, World


def _product(world: World, partnership: Partnership) -> Product:
    system = scope.system(partnership.pk)
    with scope.opened(system), acting(by=system, reason="planted", at=LONG_AGO):
        return Product.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            code=f"P-{partnership.sponsor.name[:4]}",
            name=f"Secret of {partnership.sponsor.name}",
            group="minerals",
            dosage_form="capsule",
            shelf_life_months=24,
            gtin="00850012345672",
        )


@pytest.fixture
def products(world: World) -> dict[str, Product]:
    pairs = {"alder": world.alder_keystone, "blue": world.blue_keystone, "cedar": world.cedar_keystone}
    return {name: _product(world, pair) for name, pair in pairs.items()}


@pytest.mark.parametrize(
    ("email", "seen"),
    [
        ("qa@alderpine.example", {"alder"}),
        ("head.qa@alderpine.example", {"alder"}),
        ("qa@bluemesa.example", {"blue"}),
        ("qa@cedarridge.example", {"cedar"}),
        ("clerk@keystone.example", {"alder", "blue", "cedar"}),
        ("auditor@example.org", {"alder"}),
    ],
)
def test_each_sees_the_rows_of_its_partnerships(
    world: World, products: dict[str, Product], email: str, seen: set[str]
) -> None:
    with scope.opened(world.actors[email]):
        found = set(Product.objects.values_list("id", flat=True))
        in_history = set(Product.history.values_list("id", flat=True))
        keys = set(Partnership.objects.values_list("id", flat=True))
    wanted = {products[name].pk for name in seen}
    assert found == wanted
    assert in_history == wanted
    assert keys == {products[name].partnership_id for name in seen}


def test_a_sponsor_sees_neither_the_other_sponsor_nor_its_people(world: World) -> None:
    with scope.opened(world.reviewer):
        names = set(Organisation.objects.values_list("name", flat=True))
        emails = set(Person.objects.values_list("email", flat=True))
        members = set(Membership.objects.values_list("person__email", flat=True))
    assert names == {"Alder & Pine Nutrition", "Keystone Blending Co.", "Nyman Quality Audits"}
    assert "qa@bluemesa.example" not in emails | members
    assert "clerk@keystone.example" in emails


def test_without_a_scope_nothing_is_read(world: World, products: dict[str, Product]) -> None:
    with pytest.raises(NoScopeError):
        list(Product.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM masters_product")
        assert cursor.fetchone()[0] == 0


def test_a_person_without_membership_sees_nothing_of_an_organisation_it_claims(world: World) -> None:
    person = world.people["qa@bluemesa.example"]
    liar = Actor(person_id=person.pk, name=person.name, organisation_id=world.alder.pk)
    with scope.opened(liar):
        assert list(Product.objects.all()) == []
        assert list(Partnership.objects.all()) == []


def test_an_auditor_reads_but_cannot_write(world: World, products: dict[str, Product]) -> None:
    auditor = world.auditor
    with scope.opened(auditor), transaction.atomic(), acting(by=auditor, reason="tries", at=LONG_AGO):
        assert Product.objects.filter(pk=products["alder"].pk).update(name="changed") == 0
    product = products["alder"]
    another = Product(
        partnership_id=product.partnership_id, sponsor_id=product.sponsor_id, code="X", name="X", group="x",
        dosage_form="x", shelf_life_months=1, gtin="1",
    )  # fmt: skip
    refusal = pytest.raises(DatabaseError, match="row-level security")
    with scope.opened(auditor), refusal, transaction.atomic(), acting(by=auditor, reason="tries", at=LONG_AGO):
        another.save(force_insert=True)


def _lot_of_another_partnerships_product(world: World, products: dict[str, Product]) -> None:
    Lot.objects.create(
        partnership=world.alder_keystone, sponsor=world.alder, cmo=world.keystone, site=world.keystone_site,
        product=products["blue"], number="KB-1", quantity_planned=1, unit="bottle", created_at=LONG_AGO,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_key_to_another_partnerships_row_is_refused(world: World, products: dict[str, Product]) -> None:
    """Foreign keys bypass the policies; the composite key does not."""
    clerk = world.clerk
    refusal = pytest.raises(DatabaseError, match="tenant_lots_lot_product_id")
    with scope.opened(clerk), refusal, transaction.atomic(), acting(by=clerk, reason="tries", at=LONG_AGO):
        _lot_of_another_partnerships_product(world, products)


def test_scope_is_restored_when_it_is_left(world: World, products: dict[str, Product]) -> None:
    with scope.opened(world.reviewer):
        with scope.opened(world.other_sponsor):
            assert set(Product.objects.values_list("id", flat=True)) == {products["blue"].pk}
        assert set(Product.objects.values_list("id", flat=True)) == {products["alder"].pk}
    assert Hold._meta.base_manager_name == "objects"
