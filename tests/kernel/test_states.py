"""A table of states is whole, or it does not load; the database's trigger knows the same pairs."""

import pytest
from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class Door(TextChoices):
    OPEN = "open", "Open"
    SHUT = "shut", "Shut"


WAYS = [
    Transition("close", (Door.OPEN,), Door.SHUT, "doors.use", "Close"),
    Transition("open", (Door.SHUT,), Door.OPEN, "doors.use", "Open"),
]


def test_the_lawful_pairs_are_those_of_the_transitions() -> None:
    table = StateTable(Door, Door.SHUT, WAYS, {Door.OPEN: "cmo", Door.SHUT: "sponsor"})
    assert table.pairs() == {("open", "shut"), ("shut", "open")}
    assert table.verbs() == {"open", "close"}
    assert table.find("open", "open") is None


def test_a_state_in_which_it_is_nobodys_turn_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Door: no turn for \['shut'\]$"):
        StateTable(Door, Door.SHUT, WAYS, {Door.OPEN: "cmo"})
