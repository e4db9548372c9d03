from tests.evidence.pack.rules.contexts import answers, context, problems
from tests.factories.packs import added, complete_pack, with_row, without_rows

TABLE = "batch_record.lots"


def test_r104_passes_for_numbers_of_this_lot_alone() -> None:
    given = context(other_lot_numbers=frozenset({"MG2603-113", "MG2603-11"}))

    assert answers("R104", given) == [
        ("pass", TABLE, "MG2603-114 and MG2603-114-P1: no other lot of this product has such a number.")
    ]


def test_r104_fails_for_a_number_that_another_lot_has() -> None:
    given = context(other_lot_numbers=frozenset({"MG2603-114-P1"}))

    assert problems("R104", given) == [
        ("fail", f"{TABLE}/MG2603-114-P1", "Another lot of this product is numbered MG2603-114-P1 already.")
    ]


def test_r104_fails_for_a_number_listed_twice() -> None:
    pack = added(complete_pack(), TABLE, number="MG2603-114", kind="bulk lot")

    assert problems("R104", context(pack)) == [
        ("fail", f"{TABLE}/MG2603-114", "The pack lists lot number MG2603-114 2 times.")
    ]


def test_r104_fails_when_the_lot_itself_is_missing() -> None:
    assert problems("R104", context(without_rows(complete_pack(), TABLE))) == [
        ("fail", TABLE, "The lot numbers do not include MG2603-114, the lot of this pack.")
    ]


def test_r105_a_packaged_lot_names_a_listed_parent() -> None:
    kind = {"kind": "packaged lot"}

    assert problems("R105", context()) == []
    assert problems("R105", context(with_row(complete_pack(), TABLE, kind, parent=None))) == [
        ("fail", f"{TABLE}/2", "Packaged lot MG2603-114-P1 names no lot it was made from.")
    ]
    assert problems("R105", context(with_row(complete_pack(), TABLE, kind, parent="MG2603-999"))) == [
        ("fail", f"{TABLE}/2", "Packaged lot MG2603-114-P1 names MG2603-999, which the pack does not list.")
    ]
