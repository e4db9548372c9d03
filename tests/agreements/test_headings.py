"""The other headings: each kind has schema, form, words and an effect, and refuses what makes no sense."""

from typing import Any

import pytest

from agreements.calls import CALLS
from agreements.clauses import KINDS, UnreadableClauseError, checked, in_words
from agreements.effects import EFFECTS
from agreements.forms import CLAUSE_FORMS
from agreements.forms.versions import STARTING_NUMBERS
from agreements.states import NEEDED, ClauseKind
from evidence.pack.rules import rules as pack_rules
from release.wording import _UNMET as GATE_REASONS
from tests.factories.agreed_clauses import HEADINGS

WORDS_ALONE = {"purpose", "definitions"}


def test_every_kind_is_whole() -> None:
    kinds = set(ClauseKind.values)
    assert set(KINDS) == set(EFFECTS) == set(CLAUSE_FORMS) == set(STARTING_NUMBERS) == kinds
    assert len(set(STARTING_NUMBERS.values())) == len(kinds)
    assert {kind for kind, effects in EFFECTS.items() if {e.what for e in effects} == {"words"}} == WORDS_ALONE


def test_effects_name_what_there_is() -> None:
    numbers = {rule.id for stage in ("pack", "release", "shipment", "distribution") for rule in pack_rules(stage)}
    for effects in EFFECTS.values():
        for effect in effects:
            if effect.what == "gate":
                assert effect.key in GATE_REASONS
            if effect.what == "evidence":
                assert effect.key in numbers
            if effect.key.startswith("agreements."):
                assert effect.key.removeprefix("agreements.") in CALLS


def test_every_parameter_of_a_call_is_in_its_schema() -> None:
    assert all(calling.parameter in KINDS[kind].model_fields for kind, calling in CALLS.items())


def test_every_heading_but_the_needed_ones_has_a_real_clause() -> None:
    old = {"waiver", "containment", "pause", "investigation", "complaint"}
    assert {clause.kind for clause in HEADINGS} == set(ClauseKind.values) - set(NEEDED) - old


@pytest.mark.parametrize("clause", HEADINGS, ids=lambda clause: clause.kind)
def test_a_real_clause_stays_as_it_is_and_reads_as_a_sentence(clause: Any) -> None:
    assert checked(clause.kind, clause.parameters) == clause.parameters
    words = in_words(clause.kind, clause.parameters)
    assert words[0].isupper()
    assert words.endswith(".")


@pytest.mark.parametrize("clause", HEADINGS, ids=lambda clause: clause.kind)
def test_a_form_says_back_what_is_stored(clause: Any) -> None:
    form_class = CLAUSE_FORMS[clause.kind]
    shown = form_class.shown(clause.number, clause.title, clause.parameters)
    form = form_class({f"{clause.kind}-{name}": value for name, value in shown.items()}, prefix=clause.kind)
    assert form.is_valid(), form.errors
    assert form.is_stated
    assert form.draft() == clause


@pytest.mark.parametrize("kind", sorted({clause.kind for clause in HEADINGS}))
def test_an_empty_form_states_no_clause(kind: str) -> None:
    form = CLAUSE_FORMS[kind]({}, prefix=kind)
    assert form.is_valid(), form.errors
    assert not form.is_stated


@pytest.mark.parametrize(
    ("kind", "parameters", "words"),
    [
        ("reserve_samples", {"multiple": 1, "months": 12}, "Times the quantity that the tests take: input should be"),
        ("reserve_samples", {"multiple": 2, "months": 11}, "Months past the shelf-life date: input should be"),
        ("materials", {"balance_percent": "100.01"}, "Component lots, most percent unaccounted for: input should be"),
        ("materials", {"balance_percent": "-0.1"}, "Component lots, most percent unaccounted for: input should be"),
        ("laboratory", {"most_retests": 7}, "Most retests: input should be"),
        ("laboratory", {"most_retests": 0}, "Most retests: input should be"),
        ("product_specific", {"shelf_life_days": 0}, "Shelf life left at shipment, days: input should be"),
        ("label_ownership", {"approver": "SQA"}, "Changes of labels are approved by: input should be"),
        ("quality_unit", {"separate_releasers": False}, "Another person releases the packaged lot: input should be"),
        ("purpose", {"text": ""}, "Purpose: string should have at least 1 character"),
        ("recall", {}, "Scope of a recall, hours: field required"),
    ],
)
def test_what_a_heading_refuses(kind: str, parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(UnreadableClauseError) as caught:
        checked(kind, parameters)
    assert str(caught.value).startswith(words)
