"""Which lot went into which, as a process says it; keys that are the same each time."""

from datetime import UTC, datetime
from decimal import Decimal

from traceability.epcis.events import Goods
from traceability.epcis.linking import links_of, source_of
from traceability.epcis.planning import Process

AT = datetime(2026, 3, 16, tzinfo=UTC)
A, B = "https://id.gs1.org/01/04012345111118/10/A", "https://id.gs1.org/01/04012345123456/10/B"
ITEM, THING = "https://id.gs1.org/01/04012345111118", "https://id.gs1.org/01/04012345111118/21/7"


def process(taken: list[Goods], made: list[Goods], name: str = "p") -> Process:
    return Process(name, tuple(taken), tuple(made), AT, AT, ("e",))


def of(uri: str, amount: int | None = None, unit: str = "KGM") -> Goods:
    return Goods(uri, None if amount is None else Decimal(amount), unit, is_class=True)


def test_all_of_an_input_went_into_a_single_output() -> None:
    (link,) = links_of("o", process([of(A, 10)], [of(B, 9)]))
    assert (link.parent.item, link.parent.number, link.child.number) == ("04012345111118", "A", "B")
    assert (link.amount, link.unit, link.parent.is_made, link.child.is_made) == (10, "kg", False, True)


def test_of_two_outputs_nobody_says_how_much_went_where() -> None:
    links = links_of("o", process([of(A, 10)], [of(B, 4), of(ITEM, 5)]))
    assert [(link.amount, link.unit) for link in links] == [(None, ""), (None, "")]


def test_no_amount_two_units_and_nothing_of_itself() -> None:
    assert links_of("o", process([of(A)], [of(B)]))[0].amount is None
    assert links_of("o", process([of(A, 0)], [of(B)]))[0].amount is None
    assert [link.amount for link in links_of("o", process([of(A, 1), of(A, 1, "LTR")], [of(B)]))] == [None]
    assert links_of("o", process([of(A, 1)], [of(A, 1)])) == []
    assert links_of("o", process([of(A, 3, "")], [of(B)]))[0].unit == "1"


def test_lots_without_numbers_are_never_one() -> None:
    def parent(goods: Goods, name: str = "p", owner: str = "o"):  # type: ignore[no-untyped-def]  # a node
        return links_of(owner, process([goods], [of(B)], name))[0].parent

    assert parent(of(ITEM)).own_key != parent(of(ITEM), "q").own_key
    assert parent(of(ITEM)).own_key == parent(of(ITEM)).own_key
    assert parent(Goods(THING)).own_key == parent(Goods(THING), "q").own_key
    assert parent(Goods(THING)).own_key != parent(Goods(THING), owner="x").own_key
    assert (parent(Goods(THING)).number, parent(Goods(THING)).known_as) == ("", "7")
    assert parent(of(A)).own_key is None
    crate = parent(Goods("urn:epc:id:grai:4012345.55555.987" + "0" * 90))
    assert (len(crate.item), len(crate.known_as)) == (64, 64)


def test_a_source_is_the_process_as_it_is_told_now() -> None:
    first = process([of(A, 10)], [of(B, 9)])
    assert source_of("o", first) == source_of("o", process([of(A, 10)], [of(B, 9)]))
    others = [
        source_of("x", first), source_of("o", process([of(A, 10)], [of(B, 9)], "q")),
        source_of("o", process([of(A, 11)], [of(B, 9)])), source_of("o", process([of(B, 9)], [of(A, 10)])),
    ]  # fmt: skip
    assert len({source_of("o", first), *others}) == 5
