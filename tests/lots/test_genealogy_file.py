"""A genealogy as CSV: read whole or refused with row and column."""

from datetime import date
from decimal import Decimal

import pytest

from lots.genealogy_file import MOST_ROWS, StatedRow, UnreadableGenealogyError, read_genealogy

HEAD = "kind,parent,child,child_item,child_kind,quantity,unit,happened_on\n"


def test_rows_are_read_as_they_are_written() -> None:
    rows = read_genealogy(f"\ufeff{HEAD}blend,C-1,B-1,BL,blend,40.5,kg,2026-03-09\n\ncarry_over, B-0 ,B-1\n")
    assert rows == (
        StatedRow("blend", "C-1", "B-1", "", "BL", "blend", Decimal("40.5"), "kg", date(2026, 3, 9)),
        StatedRow("carry_over", "B-0", "B-1"),
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "found: nothing"),
        ("kind,parent\n", "The first row names the columns kind, parent, child"),
        ("kind,parent,child,color\n", "found: kind, parent, child, color"),
        ("kind,parent,child,child\n", "The first row names"),
        (HEAD, "nothing under the first row"),
        (f"{HEAD}blend,,B-1\n", "Row 2 lacks parent"),
        (f"{HEAD}blend,C-1,B-1,,,x\n", "Row 2, column quantity: write a number"),
        (f"{HEAD}blend,C-1,B-1,,,NaN\n", "Row 2, column quantity"),
        (f"{HEAD}blend,C-1,B-1,,,1,kg,9.3.2026\n", "Row 2, column happened_on: write the day as 2026-03-31"),
        (f"{HEAD}blend,C-1,{'B' * 65}\n", "Row 2, column child: at most 64"),
        (f"{HEAD}blend,C-1,B-1,,,,,,,,\n", "Row 2 has more cells"),
        (f'{HEAD}"blend', "The file is no CSV"),
        (HEAD + "blend,C-1,B-1\n" * (MOST_ROWS + 1), "5001 rows are more than 5,000"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableGenealogyError) as refused:
        read_genealogy(text)
    assert sentence in str(refused.value)
