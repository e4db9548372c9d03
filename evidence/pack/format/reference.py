"""The format for people: `docs/reference/pack.md` is made from it, table by table, field by field."""

from evidence.pack.bundle.tables import TABLES
from evidence.pack.format.header import FORMAT
from evidence.pack.format.pack import Pack
from evidence.pack.format.schema import paragraph
from evidence.pack.workbook.layout import SHEETS, Block, Column

_INTRODUCTION = f"""# The evidence pack, format {FORMAT}

Made from the code by `manage.py rulebook`; the same models give the JSON Schema (`/api/v1/schemas/{FORMAT}.json`, no
key needed, with an ETag), the workbook, the CSV bundle and the API's body. A pack travels between the four
without loss.

| Form | How |
|---|---|
| JSON | Tables are lists, records are objects, named as below. Decimals as texts or numbers; both are exact. |
| Workbook (.xlsx) | One sheet a category, one block a table. Gray cells are known and locked. |
| CSV bundle (.zip) | One CSV a table, named as below with `.csv`, and `manifest.json` with the version. |
| BatchML (.xml) | Steps and readings alone; see [the how-to](../how-to/offline-checker.md#batchml). |

\\* must be given; a rule, not the reader, says when anything else that is missing is a gap. Empty means that there is
nothing to say: never 0, n/a or a dash. In a CSV a text that begins with = + - @ or an apostrophe has an apostrophe
before it, which is taken off when it is read.
"""


def as_markdown() -> str:
    """One table of fields for each table of the pack; ends with a line break."""
    parts = [_INTRODUCTION]
    names = {block.path: name.removesuffix(".csv") for name, block in TABLES.items()}
    for sheet in SHEETS:
        parts.append(f"## {sheet.title}\n")
        parts += [_table(names[block.path], block) for block in sheet.blocks if block.path in names]
    return "\n".join(parts)


def _table(name: str, block: Block) -> str:
    title = block.title.partition(" ")[2]
    lines = [
        f"### {title}: `{name}`{'' if block.is_table else ' (one record)'}\n",
        "| Field | Heading | Kind | 21 CFR | Meaning |",
    ]
    return "\n".join([*lines, "|---|---|---|---|---|", *(_line(column, _above(block)) for column in block.columns), ""])


def _above(block: Block) -> str:
    """The paragraphs of the table, for columns that name none of their own."""
    category = Pack.model_fields[block.path[0]]
    parts = getattr(category.annotation, "model_fields", {}) if len(block.path) > 1 else {}
    own = paragraph(str(parts[block.path[1]].description)) if parts else ""
    return own or paragraph(str(category.description))


def _line(column: Column, above: str) -> str:
    star = " \\*" if column.heading.endswith("*") else ""
    kind = " / ".join(column.choices) if column.kind == "choice" else column.kind
    meaning = column.description.replace("|", "\\|")
    cells = (f"`{column.name}`{star}", column.heading.removesuffix(" *"), kind, paragraph(meaning) or above, meaning)
    return f"| {' | '.join(cells)} |"
