"""A warehouse's list is read by its profile, whole or not at all; lines without a number get the same one each time."""

import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from pydantic import ValidationError

from traceability.lists import OnwardLine, Profile, UnreadableListError, check_line, likely_columns, read_list

HEAD = "SKU,Lot No.,Qty,Ship Date,Order,Customer,Customer Number,Pallet,Ship to GLN"
ROW = "MG-120,KB-1,40,2026-03-20,SO-1,Harbor Health,C-7,040123450000003338,4012345000115"
COLUMNS = likely_columns(HEAD.split(","))
PROFILE = Profile(columns=COLUMNS)
AT = datetime(2026, 3, 20, tzinfo=UTC)


def read(text: str, **profile: Any) -> tuple[OnwardLine, ...]:
    return read_list(text.encode(), PROFILE.model_copy(update=profile), file="list.csv")


def test_headings_that_say_what_they_are() -> None:
    assert COLUMNS == {
        "lot": "Lot No.", "product": "SKU", "quantity": "Qty", "shipped_at": "Ship Date", "reference": "Order",
        "account": "Customer", "account_number": "Customer Number", "gln": "Ship to GLN", "sscc": "Pallet",
    }  # fmt: skip


def test_a_line_as_it_is_stated() -> None:
    (line,) = read(f"{HEAD}\n{ROW}\n,,,,,,,,\n")
    assert (line.lot, line.product, line.quantity, line.shipped_at) == ("KB-1", "MG-120", Decimal(40), AT)
    assert (line.account, line.account_number, line.gln) == ("Harbor Health", "C-7", "4012345000115")
    assert (line.reference, line.sscc) == ("SO-1", "040123450000003338")


def test_a_workbook_says_the_same() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Shipped"
    book.active.append(["Shipments of March"])
    book.active.append(HEAD.split(","))
    cells: list[Any] = ROW.split(",")
    cells[2], cells[3] = 40, datetime(2026, 3, 20)  # noqa: DTZ001 - a cell has no zone
    book.active.append(cells)
    data = io.BytesIO()
    book.save(data)
    lines = read_list(data.getvalue(), PROFILE.model_copy(update={"sheet": "Shipped", "header_row": 2}), file="a.xlsx")
    assert lines == read(f"{HEAD}\n{ROW}")
    with pytest.raises(UnreadableListError, match="no sheet “Other”"):
        read_list(data.getvalue(), PROFILE.model_copy(update={"sheet": "Other"}), file="a.xlsx")


def test_lines_keep_their_numbers_in_any_order_and_equal_ones_are_two() -> None:
    other = ROW.replace("KB-1", "KB-2")
    first = read("\n".join([HEAD, ROW, other, ROW]))
    assert len({line.line for line in first}) == 3
    assert {line.line for line in read("\n".join([HEAD, other, ROW, ROW]))} == {line.line for line in first}
    numbered = read(f"Line,{HEAD}\n7,{ROW}", columns=COLUMNS | {"line": "Line"})
    assert [line.line for line in numbered] == ["7"]


@pytest.mark.parametrize(
    ("day", "profile", "moment"),
    [
        ("2026-03-20", {"offset": "-07:00"}, datetime(2026, 3, 20, tzinfo=timezone(timedelta(hours=-7)))),
        ("03/04/2026", {"day_order": "mdy"}, datetime(2026, 3, 4, tzinfo=UTC)),
        ("03/04/2026", {"day_order": "dmy"}, datetime(2026, 4, 3, tzinfo=UTC)),
        ("2026-03-20T10:00:00+01:00", {}, datetime(2026, 3, 20, 9, tzinfo=UTC)),
        ("2026-03-20 10:00", {"offset": "+01:00"}, datetime(2026, 3, 20, 9, tzinfo=UTC)),
    ],
)
def test_days_are_read_as_the_profile_says(day: str, profile: dict[str, Any], moment: datetime) -> None:
    assert read(f"{HEAD}\n{ROW.replace('2026-03-20', day)}", **profile)[0].shipped_at == moment


def test_a_decimal_comma_is_the_profiles_word() -> None:
    text = f"{HEAD}\n{ROW}".replace(",40,", ',"1.040,5",')
    assert read(text, decimal_comma=True)[0].quantity == Decimal("1040.5")
    with pytest.raises(UnreadableListError, match="is not a number"):
        read(text)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("40", "forty", "Row 2, Quantity: “forty” is not a number."),
        ("40", "0", "Row 2, Quantity: more than zero"),
        ("40", "0.0001", "Row 2, Quantity: more than zero, at most three decimals"),
        ("40", "NaN", "Row 2, Quantity: “NaN” is not a number."),
        ("2026-03-20", "20.3.26", "Row 2, Shipped:"),
        ("SO-1", "", "Row 2 lacks po, asn or invoice."),
        ("Harbor Health", "", "Row 2 lacks account."),
        ("Harbor Health", "x" * 201, "Row 2, Account: at most 200 visible characters."),
        ("4012345000115", "4012345000116", "Row 2, GLN: “4012345000116” is not 13 digits"),
        ("040123450000003338", "40123450000003338", "Row 2, SSCC:"),
        ("Ship Date", "Shipped on", "Row 1 has no column “Ship Date”."),
        (ROW, "", "The file names no shipment."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_whole(before: str, after: str, sentence: str) -> None:
    with pytest.raises(UnreadableListError) as refused:
        read(f"{HEAD}\n{ROW}".replace(before, after))
    assert any(sentence in problem for problem in refused.value.problems), refused.value.problems


def test_every_wrong_row_is_told_and_a_missing_lot_is_no_mistake() -> None:
    with pytest.raises(UnreadableListError) as refused:
        read("\n".join([HEAD, ROW.replace("40,", "x,"), ROW, ROW.replace("SO-1", "")]))
    assert [problem[:5] for problem in refused.value.problems] == ["Row 2", "Row 4"]
    assert read(f"{HEAD}\n{ROW.replace('KB-1', '')}")[0].lot == ""
    with pytest.raises(UnreadableListError, match="not valid UTF-8"):
        read_list(b"\xff\xfe", PROFILE, file="list.csv")


def test_a_naive_moment_is_refused_however_it_came() -> None:
    line = OnwardLine("1", "KB-1", Decimal(1), AT.replace(tzinfo=None), "SO-1", "Harbor")
    assert check_line(line, "Line 1") == ["Line 1, Shipped: the moment lacks its offset."]


@pytest.mark.parametrize(
    "profile",
    [
        {"columns": {name: name for name in ("lot", "quantity", "shipped_at", "reference")}},
        {"columns": COLUMNS | {"colour": "Colour"}},
        {"columns": COLUMNS | {"unit": "Qty"}},
        {"columns": COLUMNS, "offset": "7"},
        {"columns": COLUMNS, "day_order": "ydm"},
    ],
)
def test_a_profile_that_cannot_be(profile: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Profile(**profile)
