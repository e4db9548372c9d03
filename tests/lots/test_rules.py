from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from kernel.errors import Refused
from lots import rules
from lots.models import Lot
from parties.models import Qualification

DAY = date(2026, 3, 10)
STARTED = Lot(number="KB-2417", started_at=datetime(2026, 3, 10, 6, tzinfo=UTC))


@pytest.mark.parametrize("number", ["KB-2417", "L 7", "田中", "=1"])
def test_a_number_as_it_is_printed(number: str) -> None:
    rules.check_number(number)


@pytest.mark.parametrize("number", ["", " KB-1", "KB-1 ", "KB\t1", "KB\u200b1", "\x00"])
def test_blanks_and_invisible_signs_are_no_part_of_a_number(number: str) -> None:
    with pytest.raises(Refused, match=r"^Give the lot number as it is printed"):
        rules.check_number(number)


def test_a_number_is_used_once_for_a_product() -> None:
    rules.check_number_free("KB-1", is_taken=False)
    with pytest.raises(Refused, match=r"^Lot KB-1 exists already for this product\.$"):
        rules.check_number_free("KB-1", is_taken=True)


def test_a_quantity_is_more_than_zero() -> None:
    rules.check_quantity(Decimal("0.001"))
    for none in ("0", "-1"):
        with pytest.raises(Refused, match=r"^The quantity must be more than zero\.$"):
            rules.check_quantity(Decimal(none))


def test_the_site_is_the_makers() -> None:
    rules.check_site(SimpleNamespace(), "Keystone")
    with pytest.raises(Refused, match=r"^Choose a site of Keystone: it makes this product\.$"):
        rules.check_site(None, "Keystone")


def test_the_baseline_is_whole() -> None:
    rules.check_baseline(master_record=1, specification=1, label=1, on=DAY)
    with pytest.raises(Refused) as refusal:
        rules.check_baseline(master_record=None, specification=1, label=None, on=DAY)
    assert refusal.value.sentence == (
        "No approved master manufacturing record and no approved label version is in force on 2026-03-10. "
        "Approve one first."
    )
    assert refusal.value.clause == "21 CFR 111.123(a)(1)"


def test_an_agreement_covers_the_product_group() -> None:
    rules.check_agreement(SimpleNamespace(), "minerals", DAY)
    with pytest.raises(Refused, match=r"^No signed quality agreement covers “minerals” on 2026-03-10\."):
        rules.check_agreement(None, "minerals", DAY)


def test_the_cmo_is_qualified() -> None:
    rules.check_qualified(Qualification(status="conditional"), DAY)
    for none in (None, Qualification(status="suspended")):
        with pytest.raises(Refused, match=r"^The CMO is not qualified for this on 2026-03-10\."):
            rules.check_qualified(none, DAY)


@pytest.mark.parametrize(
    ("good", "made", "packed", "sentence"),
    [
        (1, 10, 10, ""),
        (1, 10, 12, ""),
        (0, 10, 10, "The good quantity must be more than zero."),
        (1, 11, 10, "The packed date lies before the made date."),
        (1, 10, 13, "The packed date lies in the future."),
        (1, 9, 10, "The made date lies before the start of lot KB-2417."),
    ],
)
def test_quantities_and_dates_that_can_be_true(good: int, made: int, packed: int, sentence: str) -> None:
    given = {
        "quantity_good": Decimal(good), "made_on": date(2026, 3, made), "packed_on": date(2026, 3, packed),
        "today": date(2026, 3, 12),
    }  # fmt: skip
    if not sentence:
        rules.check_completion(STARTED, **given)
        return
    with pytest.raises(Refused) as refusal:
        rules.check_completion(STARTED, **given)
    assert refusal.value.sentence == sentence
