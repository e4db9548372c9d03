"""First versions of an approved baseline as plain tables: from a workbook or JSON, and back. Pure.

A table's rows are mappings of typed values under the names of `tables.TABLES`; what cannot be read without guessing
is a problem with its file, sheet, row, column and cure, and then nothing of the upload is taken.
"""

from masters.entrance.assembly import Assembled, Entry, Known, assembled, content_of
from masters.entrance.json_form import read_json, row_numbers, written_json
from masters.entrance.reader import read_workbook
from masters.entrance.tables import TABLES, VERSIONS, Content, Row, Table
from masters.entrance.writer import write_workbook

__all__ = [
    "TABLES",
    "VERSIONS",
    "Assembled",
    "Content",
    "Entry",
    "Known",
    "Row",
    "Table",
    "assembled",
    "content_of",
    "read_json",
    "read_workbook",
    "row_numbers",
    "write_workbook",
    "written_json",
]
