"""Every address as every single role: the suite's walk lets the roles of a company take turns, this one does not."""

import os

import pytest

from tests.isolation.checking import poke, walk
from tests.isolation.conftest import estate
from tests.isolation.test_walk import SIDES, company, ordered
from tests.isolation.walking import Estate

__all__ = ["estate"]
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(os.environ.get("FAULTS") != "heavy", reason="an hour of requests: `make faults`"),
]


@pytest.mark.parametrize("side", SIDES)
def test_nothing_of_another_partnership_is_told_to_any_role(estate: Estate, side: str) -> None:
    wrong = list(walk(company(estate, side), ordered(), everybody=True))
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("side", SIDES)
def test_no_role_changes_a_strangers_row(estate: Estate, side: str) -> None:
    wrong = [line for walker in company(estate, side) for line in poke(walker, ordered(), everything=True)]
    assert wrong == [], "\n".join(wrong)
