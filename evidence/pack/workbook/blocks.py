"""Finding a sheet's blocks and taking their values: what was moved or renamed is refused, not guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from evidence.pack.problems import NotReadable, Problem
from evidence.pack.reasons import quoted
from evidence.pack.workbook.cells import read_cell
from evidence.pack.workbook.layout import Block, Sheet

GUIDE_ROWS = 2  # the sheet's title and its line of guidance stand above the first block
RECORD_COLUMNS = 3  # heading, value, description
_AS_DOWNLOADED = "Restore the workbook's headings, or download it again and copy the values over."
Place = tuple[str, int, str]
PackPath = tuple[int | str, ...]
Cells = list[Any]


@dataclass
class Contents:
    """What was taken from the sheets: raw values by block, the place of each, and the problems found."""

    file: str
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    rows: dict[PackPath, tuple[str, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: set[PackPath] = field(default_factory=set)

    def refuse(self, sheet: str, row: int | None, column: str, reason: str, cure: str) -> None:
        self.problems.append(Problem(self.file, sheet, row, column, reason, cure))


def read_sheet(sheet: Sheet, rows: list[Cells], contents: Contents) -> None:
    """Take every block of the sheet; `rows` begins with the sheet's first row, empty cells are ""."""
    starts = _starts(sheet, rows, contents)
    found = [block for block in sheet.blocks if block.title in starts]
    for number, cells in enumerate(rows[: min(starts.values(), default=len(rows))]):
        if number >= GUIDE_ROWS and _filled(cells):
            contents.refuse(sheet.title, number + 1, "", "The row stands outside of every table.", _AS_DOWNLOADED)
    for position, block in enumerate(found):
        end = starts[found[position + 1].title] if position + 1 < len(found) else len(rows)
        read = _read_table if block.is_table else _read_record
        read(sheet, block, rows, range(starts[block.title] + 1, end), contents)


def _starts(sheet: Sheet, rows: list[Cells], contents: Contents) -> dict[str, int]:
    """Row index of each block's title, in the order of the layout."""
    titles = {block.title for block in sheet.blocks}
    starts: dict[str, int] = {}
    for number, cells in enumerate(rows):
        title = cells[0] if cells else ""
        if not isinstance(title, str) or title.strip() not in titles:
            continue
        if title.strip() in starts:
            contents.refuse(sheet.title, number + 1, "A", f"{quoted(title)} stands twice.", _AS_DOWNLOADED)
        starts.setdefault(title.strip(), number)
    for title in sorted(titles - set(starts)):
        contents.refuse(sheet.title, None, "A", f"The heading “{title}” is missing.", _AS_DOWNLOADED)
    ordered = [starts[block.title] for block in sheet.blocks if block.title in starts]
    if ordered != sorted(ordered):
        contents.refuse(sheet.title, None, "A", "The tables stand in another order.", _AS_DOWNLOADED)
        return {}
    return starts


def _read_table(sheet: Sheet, block: Block, rows: list[Cells], span: range, contents: Contents) -> None:
    items: list[dict[str, Any]] = []
    contents.values[block.path] = items
    if not span or not _headings_stand(sheet, block, rows[span[0]], span[0] + 1, contents):
        if not span:
            contents.refuse(sheet.title, None, "A", f"“{block.title}” has no headings.", _AS_DOWNLOADED)
        return
    as_written = [field_of.kind != "yes or no" for field_of in block.columns]
    names = [field_of.name for field_of in block.columns]
    for number in span[1:]:
        item: dict[str, Any] = {}
        path: PackPath = (*block.path, len(items))
        is_filled = False
        for position, cell in enumerate(rows[number]):
            is_text = type(cell) is str
            if is_text and (not cell or cell.isspace()):
                continue
            is_filled = True
            if is_text and position < len(names) and as_written[position]:
                item[names[position]] = cell  # most cells: a text, read by the field's own type
            else:
                _take(sheet, block, position, cell, (number + 1, path, item), contents)
        if is_filled:
            contents.rows[path] = (sheet.title, number + 1)
            items.append(item)


def _take(
    sheet: Sheet, block: Block, position: int, cell: object, target: tuple[int, PackPath, dict[str, Any]],
    contents: Contents,
) -> None:  # fmt: skip
    row, path, item = target
    if position >= len(block.columns):
        contents.refuse(
            sheet.title, row, get_column_letter(position + 1),
            f"{quoted(cell)} stands beside the table “{block.title}”.",
            "Move the row's values back under their headings, or remove what stands beside.",
        )  # fmt: skip
        return
    field_of = block.columns[position]
    try:
        item[field_of.name] = read_cell(field_of.kind, cell)
    except NotReadable as problem:
        contents.refused.add((*path, field_of.name))
        contents.refuse(sheet.title, row, column_name(block, field_of.name), problem.reason, problem.cure)


def _headings_stand(sheet: Sheet, block: Block, cells: Cells, row: int, contents: Contents) -> bool:
    stand = True
    found = dict(_filled(cells))
    for position in range(max([len(block.headings), *(place + 1 for place in found)])):
        expected = block.headings[position] if position < len(block.headings) else ""
        heading = found.get(position, "")
        if str(heading).strip() != expected:
            reason = (
                f"The column should be headed “{expected}”, but says {quoted(heading)}."
                if expected
                else f"The column {quoted(heading)} is not part of “{block.title}”."
            )
            contents.refuse(sheet.title, row, get_column_letter(position + 1), reason, _AS_DOWNLOADED)
            stand = False
    return stand


def _read_record(sheet: Sheet, block: Block, rows: list[Cells], span: range, contents: Contents) -> None:
    record: dict[str, Any] = {}
    contents.values[block.path] = record
    lines = iter(block.columns)
    for number in span:
        filled = dict(_filled(rows[number]))
        if not filled:
            continue
        line = next(lines, None)
        heading = str(filled.pop(0, "")).strip()
        if line is None or heading != line.heading:
            expected = f"should say “{line.heading}”" if line else "should be empty"
            contents.refuse(
                sheet.title,
                number + 1,
                "A",
                f"The row {expected}, but says {quoted(heading)}.",
                _AS_DOWNLOADED,
            )
            return
        _take_line(sheet, block, number + 1, filled, (line.name, record), contents)
    for line in lines:
        contents.refuse(sheet.title, None, "A", f"The row “{line.heading}” is missing.", _AS_DOWNLOADED)


def _take_line(
    sheet: Sheet, block: Block, row: int, filled: dict[int, Any], target: tuple[str, dict[str, Any]],
    contents: Contents,
) -> None:  # fmt: skip
    name, record = target
    line = next(field_of for field_of in block.columns if field_of.name == name)
    contents.rows[(*block.path, name)] = (sheet.title, row)
    for position, cell in filled.items():
        if position >= RECORD_COLUMNS or (position == RECORD_COLUMNS - 1 and cell != line.description):
            contents.refuse(
                sheet.title,
                row,
                get_column_letter(position + 1),
                f"{quoted(cell)} stands beside the record.",
                "Write the value in column B and nothing beside it.",
            )
    if 1 in filled:
        try:
            record[name] = read_cell(line.kind, filled[1])
        except NotReadable as problem:
            contents.refused.add((*block.path, name))
            contents.refuse(sheet.title, row, f"B ({line.heading})", problem.reason, problem.cure)


def column_name(block: Block, name: str) -> str:
    """The column as the writer sees it: letter and heading."""
    position = next(index for index, field_of in enumerate(block.columns) if field_of.name == name)
    return f"{get_column_letter(position + 1)} ({block.columns[position].heading})"


def _filled(cells: Cells) -> list[tuple[int, Any]]:
    return list(_filled_cells(cells))


def _filled_cells(cells: Cells) -> Iterator[tuple[int, Any]]:
    for position, cell in enumerate(cells):
        if cell == "" or cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        yield position, cell
