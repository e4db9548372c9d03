from evidence.pack.format import Pack
from evidence.pack.workbook.layout import SHEETS


def test_every_table_and_record_of_the_format_has_its_block() -> None:
    expected = {("workbook",), ("header",), ("documents",)}
    for name, field in Pack.model_fields.items():
        if name not in ("header", "documents") and field.annotation is not None:
            expected |= {(name, part) for part in field.annotation.model_fields}
    assert {block.path for sheet in SHEETS for block in sheet.blocks} == expected


def test_a_required_field_is_marked_and_a_choice_lists_its_words() -> None:
    events = next(block for sheet in SHEETS for block in sheet.blocks if block.path == ("quality_events", "events"))
    grade = next(column for column in events.columns if column.name == "grade")
    assert (grade.heading, grade.kind, grade.choices) == ("Class *", "choice", ("minor", "major", "critical"))
    title = next(column for column in events.columns if column.name == "title")
    assert (title.heading, title.kind, title.choices) == ("Title", "text", ())
