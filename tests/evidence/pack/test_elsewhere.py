from decimal import Decimal

from evidence.pack.elsewhere import UsedElsewhere, balances, doubted_instruments, measured_elsewhere
from tests.factories.packs import complete_pack

LOT, COMPONENT = "C-26-0412", "MGBG-20"


def used(quantity: str, unit: str = "kg", component: str = COMPONENT, number: str = LOT) -> UsedElsewhere:
    return UsedElsewhere(number, component, unit, Decimal(quantity))


def test_what_others_used_is_summed_in_the_packs_own_unit() -> None:
    rows = (used("1.5"), used("500", "g"))
    assert balances(rows, complete_pack()) == {LOT: Decimal(2)}


def test_other_lots_components_and_measures_count_for_nothing() -> None:
    rows = (used("1", number="OTHER"), used("1", component="RICE-FL"), used("1", unit="{capsule}"))
    assert balances(rows, complete_pack()) == {}


def test_a_doubted_instrument_is_looked_up_and_no_other() -> None:
    event = {"number": "D-1", "kind": "deviation", "grade": "minor", "instrument": "SCALE-1"}
    pack = complete_pack(quality_events={"events": [event]})
    assert doubted_instruments(pack) == frozenset({"SCALE-1"})
    known = {"SCALE-1": frozenset({"A"}), "SCALE-2": frozenset({"B"})}
    assert measured_elsewhere(known, pack) == {"SCALE-1": frozenset({"A"})}
    assert measured_elsewhere({"SCALE-2": frozenset({"B"})}, pack) is None  # nobody looked: no answer
    assert measured_elsewhere(known, complete_pack()) is None
