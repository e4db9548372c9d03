import io

from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from evidence.pack.canonical import content_hash
from evidence.pack.format import Pack
from evidence.pack.known import prefilled
from evidence.pack.reading import from_json, from_workbook
from evidence.pack.workbook import blank, fill
from tests.factories.pack_strategies import packs
from tests.factories.packs import complete_pack, known_lot
from tests.factories.workbooks import address_of

SHEETS = [
    "Read me", "Header", "1 Batch record", "2 Materials", "3 Laboratory", "4 Packaging", "5 Quality events",
    "6 Distribution", "Documents", "stamp", "lists",
]  # fmt: skip


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(packs())
def test_any_pack_survives_workbook_and_json_as_one_content(pack: Pack) -> None:
    from_sheets = from_workbook(fill(pack, known_lot()))
    assert from_sheets == pack
    from_text = from_json(pack.model_dump_json().encode())
    assert isinstance(from_sheets, Pack)
    assert isinstance(from_text, Pack)
    assert content_hash(from_sheets) == content_hash(from_text) == content_hash(pack)


def test_the_blank_workbook_has_a_sheet_for_each_category_and_a_hidden_stamp() -> None:
    book = load_workbook(io.BytesIO(blank(known_lot())))
    assert book.sheetnames == SHEETS
    assert book["stamp"].sheet_state == "veryHidden"
    assert [cell.value for cell in book["stamp"]["A"]] == ["pack-1", "MG2603-114"]
    assert all(book[name].protection.sheet for name in SHEETS)


def test_the_blank_workbook_says_what_is_known_and_nothing_else() -> None:
    assert from_workbook(blank(known_lot())) == prefilled(known_lot())


def test_known_cells_and_headings_are_locked_and_the_others_open() -> None:
    data = blank(known_lot())
    page = load_workbook(io.BytesIO(data))["3 Laboratory"]
    locked = address_of(data, "3 Laboratory", "3.4 Results", "Limit", 5)
    opened = address_of(data, "3 Laboratory", "3.4 Results", "Result value", 5)
    heading = address_of(data, "3 Laboratory", "3.4 Results", "Limit", 0)
    assert (page[locked].value, page[locked].protection.locked) == ("≤0.5 ppm", True)
    assert (page[opened].value, page[opened].protection.locked) == (None, False)
    assert page[heading].protection.locked is True


def test_choices_units_and_answers_have_drop_down_lists() -> None:
    data = blank(known_lot())
    page = load_workbook(io.BytesIO(data))["2 Materials"]
    lists = {
        str(advice.sqref).split(":")[0]: advice.formula1
        for advice in page.data_validations.dataValidation
        if advice.type
    }
    status = address_of(data, "2 Materials", "2.1 Component lots", "Status", 1)
    unit = address_of(data, "2 Materials", "2.1 Component lots", "Unit", 1)
    assert lists[status] == '"quarantine,approved,rejected,on hold"'
    assert lists[unit].startswith("lists!$A$1")


def test_every_field_prompts_with_its_description() -> None:
    page = load_workbook(io.BytesIO(blank(known_lot())))["4 Packaging"]
    prompts = [advice.prompt for advice in page.data_validations.dataValidation]
    assert "Labels issued to the run, 111.410(b). Unit: labels." in prompts
    assert all(prompts)


def test_texts_that_look_like_formulas_stay_texts() -> None:
    hostile = ("=cmd|' /C calc'!A0", "@SUM(1+1)", "+1+1", "-1+1", "_x0041_", "<script>alert(1)</script>")
    pack = complete_pack(distribution={"consignees": [{"name": text} for text in hostile]})
    data = fill(pack, known_lot())
    page = load_workbook(io.BytesIO(data))["6 Distribution"]
    first = next(cell.row for cell in page["A"] if cell.value == "Consignee *") + 1
    assert [page.cell(first + row, 1).data_type for row in range(len(hostile))] == ["s"] * len(hostile)
    assert from_workbook(data) == pack


def test_rows_below_the_last_table_are_open_for_pasting() -> None:
    page = load_workbook(io.BytesIO(blank(known_lot())))["3 Laboratory"]
    assert page.column_dimensions["A"].protection.locked is False


def test_a_workbook_with_decimal_commas_is_the_same_pack() -> None:
    pack = complete_pack()
    data = fill(pack, known_lot(), decimal_comma=True)
    page = load_workbook(io.BytesIO(data))["3 Laboratory"]
    value = page[address_of(data, "3 Laboratory", "3.4 Results", "Result value", 5)].value
    assert value == "0,08"
    assert from_workbook(data) == pack
