"""A feed's file is read strictly, whole or not at all."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from traceability.feed_file import MOST_LINES, UnreadableFeedError, read_feed
from traceability.matching import StatedLine

HEAD = "line,lot,quantity,shipped_at,reference"
ROW = "1,KB-1,40,2026-03-16T14:05+00:00,ASN-1"
AT = datetime(2026, 3, 16, 14, 5, tzinfo=UTC)


def test_lines_as_they_are_stated() -> None:
    plain = StatedLine("1", "KB-1", Decimal(40), AT, "ASN-1")
    assert read_feed(f"\ufeff{HEAD}\n{ROW}\n,,,,\n") == (plain,)
    whole = read_feed("permit,unit,product,consignee," + HEAD + "\nSP-1,bottle,MG,Harbor," + ROW)
    assert whole == (StatedLine("1", "KB-1", Decimal(40), AT, "ASN-1", "MG", "bottle", "Harbor", "SP-1"),)


@pytest.mark.parametrize("count", [MOST_LINES, MOST_LINES + 1])
def test_the_most_lines(count: int) -> None:
    text = "\n".join([HEAD, *[ROW] * count])
    if count > MOST_LINES:
        with pytest.raises(UnreadableFeedError, match="2001 lines are more than 2,000"):
            read_feed(text)
    else:
        assert len(read_feed(text)) == MOST_LINES


@pytest.mark.parametrize("quantity", ["0.001", "99999999999"])
def test_the_limits_of_a_quantity_are_read(quantity: str) -> None:
    assert read_feed(f"{HEAD}\n{ROW.replace(',40,', f',{quantity},')}")[0].quantity == Decimal(quantity)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "found: nothing."),
        ("line,lot", "found: line, lot."),
        (f"{HEAD},tea\n{ROW},1", "found: line, lot, quantity, shipped_at, reference, tea."),
        (f"{HEAD},lot\n{ROW},1", "found: line, lot, quantity, shipped_at, reference, lot."),
        (HEAD, "there is nothing under its first row"),
        (f"{HEAD}\n{ROW},1", "Row 2 has more cells"),
        (f"{HEAD}\n1,KB-1,40,2026-03-16T14:05+00:00,", "Row 2 lacks reference."),
        (f"{HEAD}\n{ROW.replace('40', 'forty')}", "column quantity: write a number"),
        (f"{HEAD}\n{ROW.replace('40', 'Infinity')}", "column quantity: write a number"),
        (f"{HEAD}\n{ROW.replace('40', '0.0001')}", "column quantity: write a number"),
        (f"{HEAD}\n{ROW.replace('40', '100000000000')}", "column quantity: write a number"),
        (f"{HEAD}\n{ROW.replace('+00:00', '')}", "column shipped_at: write the moment with its zone"),
        (f"{HEAD}\n{ROW.replace('2026-03-16T14:05+00:00', 'today')}", "column shipped_at: write the moment"),
        (f"{HEAD}\n{ROW}{'9' * 80}", "column reference: at most 80 visible characters"),
        (f"{HEAD}\n{ROW}\x07", "column reference: at most 80 visible characters"),
        (f'{HEAD}\n"1"2,KB-1', "The file is no CSV"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(text: str, sentence: str) -> None:
    with pytest.raises(UnreadableFeedError) as refused:
        read_feed(text)
    assert sentence in str(refused.value)
