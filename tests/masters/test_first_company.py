"""A company that the operator founded, and the people it invited, reach their first lot by pages alone."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings

from masters.entrance import read_workbook
from masters.sheets.problems import Unreadable
from tests.factories.signing import as_typed
from tests.factories.world import PASSWORD, World
from tests.masters.entering import FILE, workbook
from tests.parties.doors import CACHE, link_in_last_letter, log_in


@pytest.fixture(autouse=True)
def own_cache() -> Iterator[None]:
    with override_settings(CACHES=CACHE):
        cache.clear()
        yield


def joined(link: str, email: str, name: str, **typed: str) -> Client:
    """A browser in which somebody came in by the link of a letter."""
    guest = Client()
    answer = guest.post(link, {"name": name, "password": PASSWORD, "repeated": PASSWORD, **typed})
    assert answer.headers["Location"] == "/accounts/login/", answer.content.decode()
    assert log_in(guest, email).status_code == 302
    return guest


def invited(administrator: Client, email: str, name: str, *roles: str) -> Client:
    assert administrator.post("/people/invite/", {"email": email, "roles": roles}).status_code == 302
    return joined(link_in_last_letter(), email, name)


def chosen(page: Any, field: str) -> str:
    """The first choice that a form offers."""
    found = re.search(rf'<select name="{field}".*?<option value="([0-9a-f-]{{36}})"', page.content.decode(), re.DOTALL)
    assert found, page.content.decode()
    return found.group(1)


def named(page: Any, name: str) -> str:
    """The key of the person of this name in a form's list."""
    found = re.search(rf'<option value="([0-9a-f-]{{36}})"[^>]*>{name}<', page.content.decode())
    assert found, page.content.decode()
    return found.group(1)


def test_from_the_operators_command_to_a_planned_lot(world: World) -> None:
    call_command("company", "Quarry Supplements", "ann@quarry.example", stdout=StringIO())
    ann = joined(link_in_last_letter(), "ann@quarry.example", "Ann Quarry")
    supply = invited(ann, "sam@quarry.example", "Sam Reed", "SRM")
    head = invited(ann, "hal@quarry.example", "Hal Vance", "SQH")
    asked = {"company_name": "Mesa Blending", "email": "boss@mesa.example", "side": "sponsor"}
    assert ann.post("/people/partners/invite/", asked).status_code == 302
    maker = joined(link_in_last_letter(), "boss@mesa.example", "Bo Lind", company_name="Mesa Blending")
    site = {"name": "Mesa Plant 1", "time_zone": "America/Denver"}
    assert maker.post("/people/sites/add/", site).status_code == 302

    assert "No products yet" in supply.get("/products/").content.decode()
    found = re.search(r'href="(/products/new/[0-9a-f-]{36}/)"', supply.get("/products/new/").content.decode())
    assert found
    blank = read_workbook(supply.get(f"{found.group(1)}workbook/").content, file=FILE)
    assert isinstance(blank, Unreadable)
    sent = {"file": SimpleUploadedFile(FILE, workbook()), "reason": "taken over from paper"}
    draft = supply.post(found.group(1), sent).headers["Location"]

    assert draft in head.get("/").content.decode()
    statement = "/people/accountability/"
    assert head.post(statement, as_typed(head.get(statement))).status_code == 302
    untrained = head.post(f"{draft}approve/", as_typed(head.get(f"{draft}approve/")))
    assert "You have no current training on “Products, master records and specifications”" in untrained.content.decode()
    trained = {
        "person_id": named(ann.get("/people/training/record/"), "Hal Vance"), "functions": ["masters"],
        "course": "SOP-1 rev. 1", "trained_on": "2026-01-05", "valid_until": "2099-12-31",
    }  # fmt: skip
    assert ann.post("/people/training/record/", trained).status_code == 302
    assert "SOP-1 rev. 1" in ann.get("/people/training/").content.decode()
    signed = head.post(f"{draft}approve/", as_typed(head.get(f"{draft}approve/")))
    assert signed.headers.get("Location") == draft, signed.content.decode()
    page = head.get("/lots/plan/")
    lot = {"number": "QS-1001", "quantity": "5000", "product": chosen(page, "product"), "site": chosen(page, "site")}
    planned = head.post("/lots/plan/", lot)
    assert planned.status_code == 302, planned.content.decode()
    assert "QS-1001" in head.get("/lots/").content.decode()
