"""Two versions line by line: what each says, in words, under one name."""

from dataclasses import replace
from decimal import Decimal

from masters.baseline import LabelFactValue
from masters.redline import Line, compared
from tests.factories.baseline import label_value, master_record_value, specification_value


def differences(old: object, new: object) -> list[Line]:
    return [line for line in compared(old, new) if line.change != "same"]


def test_the_same_content_differs_in_nothing_whatever_its_version() -> None:
    assert differences(master_record_value(), master_record_value(version=4)) == []
    assert differences(specification_value(), specification_value(version=9)) == []


def test_a_formula_line_is_changed_added_removed() -> None:
    old = master_record_value()
    first, second, *rest = old.components
    more = replace(first, target=first.target + 1)
    new = replace(old, components=(more, replace(second, code="NEW", name="Other"), *rest))
    found = differences(old, new)
    assert [(line.section, line.name, line.change) for line in found] == [
        ("Formula", f"{first.code} {first.name}", "changed"),
        ("Formula", "NEW Other", "added"),
        ("Formula", f"{second.code} {second.name}", "removed"),
    ]
    target = format((first.target + 1).normalize(), "f")
    assert f"{target} {first.unit}; ± " in found[0].new


def test_an_instruction_that_moved_is_changed() -> None:
    old = master_record_value()
    one, two, *rest = old.steps
    found = differences(old, replace(old, steps=(two, one, *rest)))
    assert [(line.name, line.old, line.new) for line in found] == [
        (two.number, f"2. {two.instruction}", f"1. {two.instruction}"),
        (one.number, f"1. {one.instruction}", f"2. {one.instruction}"),
    ]


def test_limits_and_labels_are_read_in_words() -> None:
    old = specification_value()
    test = old.tests[0]
    found = differences(old, replace(old, tests=(replace(test, limit="NMT 9 ppm"), *old.tests[1:])))
    assert [line.change for line in found] == ["changed"]
    assert "NMT 9 ppm" in found[0].new
    label = label_value()
    said = replace(label, allergens="soy", facts=(*label.facts, LabelFactValue("Zinc", Decimal("1.50"), "mg")))
    assert differences(label, said) == [
        Line("Header", "Allergens", "–", "soy"),
        Line("Declared on the label", "Zinc", "", "1.5 mg; I"),
    ]


def test_a_table_that_is_empty_is_left_out() -> None:
    old = replace(label_value(), facts=())
    assert {line.section for line in compared(old, old)} == {"Header"}
