from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lots.outside.sheets import neutral, write_csv, write_xlsx

HEADS = ("Lot", "Quantity", "Made on", "Due")
ROW = ("=1+1", Decimal("11880.000"), date(2025, 11, 12), datetime(2025, 11, 17, 16, 40, tzinfo=UTC))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")'])
def test_a_cell_that_would_run_is_neutralized(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("value", ["KB-2417", "a=b", "", Decimal("-1.5"), None, date(2025, 11, 12)])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert neutral(value) == value  # type: ignore[arg-type]


def test_csv_has_a_mark_for_excel_and_plain_cells() -> None:
    file = BytesIO()
    write_csv(HEADS, [ROW, ('a;"b"\nc', None, None, None)], file)
    assert file.getvalue().decode("utf-8") == (
        '\ufeffLot,Quantity,Made on,Due\r\n\'=1+1,11880.000,2025-11-12,2025-11-17T16:40:00+00:00\r\n"a;""b""\nc",,,\r\n'
    )


def test_xlsx_keeps_figures_and_dates_and_runs_nothing() -> None:
    file = BytesIO()
    write_xlsx("Lots", HEADS, [ROW, ("a\x07b", None, None, None)], file)
    sheet = load_workbook(BytesIO(file.getvalue()))["Lots"]
    assert [cell.value for cell in sheet[1]] == list(HEADS)
    assert [cell.value for cell in sheet[2]] == [
        "'=1+1", 11880, datetime(2025, 11, 12), "2025-11-17T16:40:00+00:00"  # noqa: DTZ001 - a workbook knows no zone
    ]  # fmt: skip
    assert sheet["A2"].data_type == "s"
    assert sheet["A3"].value == "a\N{REPLACEMENT CHARACTER}b"
    assert sheet.freeze_panes == "A2"
