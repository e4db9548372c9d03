"""The files of a bundle: one CSV for each block of the workbook, named by its place in the pack.

A CSV holds one table (RFC 4180: every record has the same fields), so a sheet of six tables is six files. Columns are
named as in the JSON form.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from evidence.pack.workbook.layout import SHEETS, Block

BUNDLE_FORMAT: Literal["csv-1"] = "csv-1"
MANIFEST, READ_ME = "manifest.json", "README.txt"
LOT_SHEET = "Header"


class Manifest(BaseModel):
    """What the bundle is: format and version of the pack, how values are written, which tables came along."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["pack-1"]
    bundle: Literal["csv-1"]
    lot_number: str
    decimal_mark: Literal["point", "comma"] = "point"
    tables: tuple[str, ...]


def file_name(block: Block) -> str:
    return ".".join(block.path) + ".csv"


TABLES: dict[str, Block] = {
    file_name(block): block for sheet in SHEETS for block in sheet.blocks if block.path != ("workbook",)
}
