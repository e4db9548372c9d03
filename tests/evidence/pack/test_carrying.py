"""The static parts of the last pack, and never a figure, a time or a name of one lot."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from evidence.pack import bundle, workbook
from evidence.pack.carrying import begun
from evidence.pack.format import Pack
from evidence.pack.known import prefilled
from tests.factories.known_lots import known_lot
from tests.factories.pack_variants import variants
from tests.factories.packs import complete_pack, with_row, without_rows

CARRIED = {
    "batch_record.equipment": {"number", "name", "step"},
    "batch_record.steps": {"procedure"},
    "materials.component_lots": {
        "number", "component", "name", "material", "supplier", "manufacturer", "manufacturer_site", "allergens",
        "storage", "unit",
    },
    "laboratory.results": {"method_version", "conditions", "laboratory"},
    "packaging.clearances": {"kind", "line"},
    "distribution.consignees": {"name", "kind", "address", "country", "contact", "phone", "email", "gln"},
    "distribution.ship_from": {"name", "address", "country", "contact", "phone", "email", "gln"},
}  # fmt: skip


def stated(pack: Pack) -> dict[tuple[str, int, str], Any]:
    """(section, position, field) → value of everything that the pack says."""
    return dict(_stated(pack.model_dump(mode="json", exclude_none=True)))


def _stated(content: dict[str, Any]) -> Iterator[tuple[tuple[str, int, str], Any]]:
    for category, parts in content.items():
        for name, part in parts.items() if isinstance(parts, dict) else [("", parts)]:
            for position, row in enumerate(part if isinstance(part, list) else [part]):
                for field, value in row.items() if isinstance(row, dict) else [("", row)]:
                    yield (f"{category}.{name}", position, field), value


def test_nothing_is_carried_that_belongs_to_one_lot() -> None:
    blank = stated(prefilled(known_lot()))
    for last in variants(60):
        carried = {key: value for key, value in stated(begun(known_lot(), last)).items() if blank.get(key) != value}
        assert carried
        for section, _, field in carried:
            assert field in CARRIED.get(section, set()), (section, field)
        assert {value for (section, _, field), value in carried.items() if field == "number"} <= {
            "", *(row.number for row in last.batch_record.equipment)
        }  # fmt: skip


def test_each_component_has_its_source_and_waits_for_the_lot_in_hand() -> None:
    rows = begun(known_lot(), complete_pack()).materials.component_lots
    assert [row.component for row in rows] == [line.code for line in known_lot().components]
    assert {row.number for row in rows} == {""}
    rice = next(row for row in rows if row.component == "RICE-FL")
    told = next(row for row in complete_pack().materials.component_lots if row.component == "RICE-FL")
    assert (rice.supplier, rice.manufacturer_site) == (told.supplier, told.manufacturer_site)
    assert (rice.supplier_lot, rice.received, rice.certificate) == (None, None, None)


def test_another_method_has_other_conditions() -> None:
    last = with_row(complete_pack(), "laboratory.results", {"test": "LEAD"}, method_version="4", laboratory="Summit")
    other = with_row(last, "laboratory.results", {"test": "LEAD"}, method="AOAC 2015.01")
    for pack, expected in ((last, ("4", "Summit")), (other, (None, None))):
        lead = next(row for row in begun(known_lot(), pack).laboratory.results if row.test == "LEAD")
        assert (lead.method_version, lead.laboratory) == expected


def test_without_an_earlier_pack_nothing_is_carried() -> None:
    assert begun(known_lot(), None) == prefilled(known_lot())
    empty = without_rows(complete_pack(), "materials.component_lots")
    assert begun(known_lot(), empty).materials.component_lots == ()


def test_the_workbook_holds_what_is_carried_in_cells_open_to_change() -> None:
    book = load_workbook(io.BytesIO(workbook.blank(known_lot(), complete_pack())))
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    assert telling(complete_pack()) <= {cell.value for cell in cells if not cell.protection.locked}


def test_the_bundle_holds_what_is_carried() -> None:
    with zipfile.ZipFile(io.BytesIO(bundle.blank(known_lot(), complete_pack()))) as archive:
        tables = [archive.read(name).decode("utf-8-sig") for name in archive.namelist() if name.endswith(".csv")]
    told = {value.removeprefix("'") for table in tables for row in csv.reader(table.splitlines()) for value in row}
    assert telling(complete_pack()) <= told


def telling(last: Pack) -> set[str]:
    """The texts that only the last pack can have put into a blank form."""
    blank = set(stated(prefilled(known_lot())).values())
    found = {value for value in stated(begun(known_lot(), last)).values() if isinstance(value, str)} - blank
    assert {"Rice flour", "Summit Analytical Laboratory", "BL-03"} <= found
    return found - {""}
