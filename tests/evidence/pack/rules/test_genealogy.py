from tests.evidence.pack.rules.contexts import answers, context, problems
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "materials.genealogy"


def test_r217_every_unit_reaches_received_lots() -> None:
    assert answers("R217", context()) == [
        ("pass", TABLE, "Every finished unit reaches 9 received lots and nothing else.")
    ]


def test_r217_a_loop_is_named() -> None:
    pack = added(complete_pack(), TABLE, kind="reworked", parent="MG2603-114-P1", child="MG2603-114")

    assert problems("R217", context(pack)) == [
        ("fail", TABLE, "The genealogy leads in a circle: MG2603-114 and MG2603-114-P1.")
    ]


def test_r217_a_lot_may_not_come_from_itself() -> None:
    pack = added(complete_pack(), TABLE, kind="reworked", parent="MG2603-114", child="MG2603-114")

    assert problems("R217", context(pack)) == [("fail", TABLE, "The genealogy leads in a circle: MG2603-114.")]


def test_r217_an_end_without_receipt_is_a_gap() -> None:
    unknown = added(complete_pack(), TABLE, kind="reworked", parent="MG2602-090", child="MG2603-114")
    undated = with_row(complete_pack(), "materials.component_lots", {"number": "C-26-0377"}, received_on=None)

    assert problems("R217", context(unknown)) == [
        ("fail", f"{TABLE}/MG2602-090", "Lot MG2602-090 went into this lot but has no receipt record.")
    ]
    assert problems("R217", context(undated)) == [
        ("fail", f"{TABLE}/C-26-0377", "Lot C-26-0377 went into this lot but has no receipt record.")
    ]


def test_r217_a_rework_that_leads_on_to_received_lots_is_in_order() -> None:
    pack = added(complete_pack(), TABLE, kind="reworked", parent="MG2602-090", child="MG2603-114")
    whole = added(pack, TABLE, kind="consumed", parent="C-26-0412", child="MG2602-090")

    assert problems("R217", context(whole)) == []


def test_r217_a_lot_made_of_nothing_is_a_gap() -> None:
    unlinked = without_rows(complete_pack(), TABLE, {"child": "MG2603-114"})

    assert ("fail", f"{TABLE}/MG2603-114", "Nothing says what lot MG2603-114 was made from.") in problems(
        "R217", context(unlinked)
    )
    assert problems("R217", context(without_rows(complete_pack(), TABLE))) == [
        ("fail", TABLE, "The pack has no genealogy.")
    ]


def test_r217_a_lot_with_two_ways_into_a_loop_is_named_once() -> None:
    pack = added(complete_pack(), TABLE, kind="reworked", parent="MG2603-114-P1", child="MG2603-114")
    both = added(added(pack, TABLE, kind="reworked", parent="R-1", child="MG2603-114"), TABLE, kind="reworked",
                 parent="MG2603-114", child="R-1")  # fmt: skip

    assert problems("R217", context(both))[0] == (
        "fail", TABLE, "The genealogy leads in a circle: MG2603-114, MG2603-114-P1 and R-1.",
    )  # fmt: skip
