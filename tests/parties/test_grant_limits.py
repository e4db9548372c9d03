"""Numbers out of a field become the limits of a grant, and the words in which both companies read them."""

from datetime import date
from uuid import UUID

import pytest

from kernel.errors import Refused
from parties.grant_limits import NONE, WHOLE, Asked, Limits, limited, missing, typed
from parties.rules import check_all_found, check_made_between

LOT, OTHER, PRODUCT = (UUID(int=number) for number in (1, 2, 3))
FOUND = [("lot", OTHER, "KB-2418"), ("lot", LOT, "KB-2417"), ("product", PRODUCT, "MG-120")]


def test_what_is_typed_is_parted_once_each_in_capitals() -> None:
    assert typed(" kb-2417, KB-2418;\nkb-2417 ,, ") == ("KB-2417", "KB-2418")
    assert typed(" \n, ") == ()


def test_nothing_asked_is_the_whole_partnership() -> None:
    assert limited(NONE, []) == Limits(covers=WHOLE)


@pytest.mark.parametrize(
    ("asked", "found", "covers"),
    [
        (Asked(lots=("KB-2417",)), FOUND[1:2], "lot KB-2417"),
        (Asked(lots=("KB-2417", "KB-2418")), FOUND[:2], "lots KB-2417, KB-2418"),
        (Asked(products=("MG-120",)), FOUND[2:], "lots of product MG-120"),
        (
            Asked(products=("MG-120",), made_from=date(2026, 1, 1), made_until=date(2026, 3, 31)),
            FOUND[2:],
            "lots of product MG-120 made from 01 Jan 2026 to 31 Mar 2026",
        ),
        (Asked(made_from=date(2026, 1, 1)), [], "lots made from 01 Jan 2026"),
        (Asked(made_until=date(2026, 1, 1)), [], "lots made to 01 Jan 2026"),
        (Asked(lots=("KB-2417",), products=("MG-120",)), FOUND[1:], "lot KB-2417 of product MG-120"),
    ],
)
def test_the_words_say_all_that_holds(asked: Asked, found: list[tuple[str, UUID, str]], covers: str) -> None:
    assert limited(asked, found).covers == covers


def test_the_keys_follow_the_names() -> None:
    limits = limited(Asked(lots=("KB-2417", "KB-2418"), products=("MG-120",)), FOUND)
    assert (limits.lot_ids, limits.product_ids) == ((LOT, OTHER), (PRODUCT,))


def test_what_is_not_there_is_named() -> None:
    asked = Asked(lots=("KB-2417", "KB-9999"), products=("MG-120", "XX"))
    assert missing(asked, FOUND) == ["lot KB-9999", "product XX"]
    check_all_found([])
    with pytest.raises(Refused, match=r"has no lot KB-9999 and no product XX\. Check the spelling"):
        check_all_found(missing(asked, FOUND))


def test_a_period_of_making_has_a_span() -> None:
    day, before = date(2026, 1, 2), date(2026, 1, 1)
    for span in ((None, None), (day, None), (None, day), (before, day), (day, day)):
        check_made_between(*span)
    with pytest.raises(Refused, match="cannot lie before the first"):
        check_made_between(day, before)
