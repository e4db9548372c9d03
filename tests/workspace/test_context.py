from types import SimpleNamespace
from uuid import uuid4

import pytest

from kernel.clock import now
from kernel.scope import Actor
from tests.workspace.pages import request
from workspace.context import navigation


def test_a_strangers_page_has_no_organisation_and_asks_no_database() -> None:
    values = navigation(request())
    assert (values["navigation"], values["organisation"], values["memberships"]) == ([], "", [])


def test_a_person_sees_for_whom_he_acts() -> None:
    alder, mesa = uuid4(), uuid4()
    asked = request()
    asked.actor = Actor(  # type: ignore[attr-defined]
        person_id=uuid4(), name="Rosa Chen", organisation_id=mesa, organisation_name="Blue Mesa Wellness"
    )
    asked.memberships = [  # type: ignore[attr-defined]
        SimpleNamespace(pk=1, organisation="Alder & Pine Nutrition", organisation_id=alder),
        SimpleNamespace(pk=2, organisation="Blue Mesa Wellness", organisation_id=mesa),
    ]
    values = navigation(asked)
    assert (values["person_name"], values["organisation"]) == ("Rosa Chen", "Blue Mesa Wellness")
    assert [found["active"] for found in values["memberships"]] == [False, True]


@pytest.mark.usefixtures("db")
def test_the_servers_clock_is_asked_once_a_page() -> None:
    server_time = navigation(request())["server_time"]
    before = now()
    assert before <= server_time() <= now()
    assert server_time() == server_time()
