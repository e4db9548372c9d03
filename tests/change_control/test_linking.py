"""One change in the plant, one request a partnership: linked for the CMO, invisible to each other."""

import pytest

from change_control import actions, queries
from change_control.models import ChangeRequest, LinkedRequest
from kernel import scope
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from masters.models import Product
from tests.change_control.made import AT, draft
from tests.factories.baseline import make_product
from tests.factories.browsers import browser
from tests.factories.world import World


@pytest.fixture
def both(world: World) -> list[Product]:
    return [make_product(world), make_product(world, partnership=world.blue_keystone, code="ZN-30", name="Zinc 30 mg")]


def link(by: Actor, products: list[Product], **changed: object) -> list[ChangeRequest]:
    with scope.opened(by):
        given = {"product_ids": [product.pk for product in products], "by": by, "reason": "", "at": AT}
        return actions.propose_linked(content=draft(trigger="cleaning", **changed), **given)


def test_each_partnership_gets_its_own(world: World, both: list[Product]) -> None:
    made = link(world.clerk, both)
    assert {change.partnership_id for change in made} == {world.alder_keystone.pk, world.blue_keystone.pk}
    assert [change.number for change in made] == ["CR-1", "CR-1"]
    with scope.opened(world.clerk):
        first, second = (queries.change(change.pk) for change in made)
        assert (queries.linked_to(first), queries.linked_to(second)) == ([second], [first])


def test_neither_sponsor_sees_the_other_or_that_there_is_one(world: World, both: list[Product]) -> None:
    """Both ways: the rows, the notes that link them, and the page."""
    made = {change.partnership_id: change for change in link(world.clerk, both)}
    for by, email, own, other, name in (
        (world.head, "head.qa@alderpine.example", world.alder_keystone, world.blue_keystone, "Blue Mesa"),
        (world.other_sponsor, "qa@bluemesa.example", world.blue_keystone, world.alder_keystone, "Alder"),
    ):
        with scope.opened(by):
            assert list(ChangeRequest.objects.values_list("pk", flat=True)) == [made[own.pk].pk]
            assert queries.linked_to(queries.change(made[own.pk].pk)) == []
            assert not LinkedRequest.objects.exists()
            assert not LinkedRequest.history.exists()
        client = browser(world, email)
        text = client.get(f"/changes/{made[own.pk].pk}/").content.decode()
        assert name not in text
        assert "same change" not in text
        assert client.get(f"/changes/{made[other.pk].pk}/").status_code == 404
    clerk = browser(world, "clerk@keystone.example")
    text = clerk.get(f"/changes/{made[world.alder_keystone.pk].pk}/").content.decode()
    assert "same change" in text
    assert "Blue Mesa" in text


def test_what_is_not_one_change(world: World, both: list[Product]) -> None:
    with pytest.raises(Refused, match="Choose one product of each sponsor"):
        link(world.clerk, [both[0], make_product(world, code="B-12")])
    with pytest.raises(Refused, match="The text names Blue Mesa Wellness"):
        link(world.clerk, both, description="As BLUE MESA WELLNESS asked.")
    with pytest.raises(Product.DoesNotExist):
        link(world.head, both)
    with pytest.raises(Forbidden):
        link(world.head, both[:1])
    with scope.opened(world.clerk):
        assert not ChangeRequest.objects.exists()
