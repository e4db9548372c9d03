"""Two changes signed on one page with both components, a third one later with the password alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from kernel import scope
from masters.models import Product
from tests.change_control.made import propose, submit
from tests.factories.baseline import make_agreement, make_baseline
from tests.factories.world import PASSWORD, World, make_world
from tests.faults.platform import broker, free_port
from tests.journeys.people import Person
from tests.journeys.site import Site

pytestmark = pytest.mark.journey

HEAD = "head.qa@alderpine.example"


@pytest.fixture
def head(committed_database: str, static_files: None, browser: Any, tmp_path: Path) -> Iterator[Person]:
    """A small world with three changes that wait, behind a web server."""
    with transaction.atomic():
        _three_changes(make_world())
    with broker(tmp_path) as own:
        site = Site(committed_database, tmp_path, own, free_port())
        try:
            site.start_web()
            person = Person(browser, site.address, HEAD, PASSWORD)
            person.log_in()
            yield person
            person.leave(tmp_path)
        finally:
            site.stop()


def _three_changes(world: World) -> None:
    baseline = make_baseline(world)
    make_agreement(world)
    with scope.opened(world.clerk):
        product = Product.objects.get(pk=baseline.master_record.product_id)
    for _ in range(3):
        submit(propose(world, product.pk), world.clerk)


def test_both_components_first_then_the_password_alone(head: Person) -> None:
    page = head.page
    head.goes("/")
    head.clicks("Sign several")
    boxes = page.locator("[name=record]")
    assert boxes.count() == 3
    boxes.nth(0).check()
    boxes.nth(1).check()
    head.clicks("Read what I sign")
    head.sees("Sign 2 records")
    assert page.locator("main tbody code").count() == 2
    page.locator("main [name=user_id]").fill(HEAD)
    page.locator("main [name=password]").fill(PASSWORD)
    head.clicks("Sign all")
    head.sees("You signed 2 records.")
    assert page.locator("[name=record]").count() == 1
    page.locator("[name=record]").check()
    head.clicks("Read what I sign")
    assert page.locator("main [name=user_id]").count() == 0
    page.locator("main [name=password]").fill(PASSWORD)
    head.clicks("Sign all")
    head.sees("You signed 1 record.")
    head.goes("/people/signing/")
    head.sees("asks for the password or passkey alone")
