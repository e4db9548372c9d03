import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from evidence.pack.canonical import canonical_json
from evidence.pack.format import Pack
from evidence.pack.rules import evaluate
from evidence.pack.rules.engine import Finding, hash_of, plain, rule
from evidence.pack.rules.engine import rules as registered
from tests.evidence.pack.rules.contexts import approved, context
from tests.factories.pack_strategies import packs
from tests.factories.packs import complete_pack

OUTCOMES = {"pass", "fail", "needs_event", "not_applicable"}


def test_the_complete_pack_has_no_gap() -> None:
    wanting = [(v.rule, v.sentence) for v in evaluate(context(), "pack") if v.outcome in ("fail", "needs_event")]

    assert wanting == []


def test_every_rule_of_the_stage_answers() -> None:
    answered = {verdict.rule for verdict in evaluate(context(), "pack")}

    assert answered == {found.id for found in registered("pack")}


def test_verdicts_come_in_the_order_of_the_ids_and_always_the_same() -> None:
    first, second = evaluate(context(), "pack"), evaluate(context(), "pack")

    assert first == second
    assert [v.rule for v in first] == sorted(v.rule for v in first)


def test_the_hash_is_that_of_the_canonical_inputs() -> None:
    for verdict in evaluate(context(), "pack"):
        assert verdict.inputs_hash == hashlib.sha256(canonical_json(verdict.inputs)).hexdigest()
        assert json.loads(json.dumps(verdict.inputs)) == verdict.inputs


def test_amounts_become_their_shortest_texts() -> None:
    assert plain({"a": Decimal("0.40"), "b": (1, None), "c": frozenset({"y", "x"})}) == {
        "a": "0.4",
        "b": [1, None],
        "c": ["x", "y"],
    }
    assert hash_of({"a": 1}) != hash_of({"a": 2})


def test_a_cure_stands_only_where_something_is_to_do() -> None:
    verdicts = evaluate(context(complete_pack(made_on=None), made_on=None), "pack")

    assert {bool(v.cure) for v in verdicts if v.outcome in ("pass", "not_applicable")} == {False}
    assert {bool(v.cure) for v in verdicts if v.outcome in ("fail", "needs_event")} == {True}


def test_an_id_is_given_once() -> None:
    def other(_: object) -> list[Finding]:
        return []

    with pytest.raises(ValueError, match="R101 is registered twice"):
        rule("R101", "111.205(a)", "another", cure="none")(other)


@given(packs())
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_no_content_makes_a_rule_raise(pack: Pack) -> None:
    bare = replace(approved(), master_record=None, specification=None, sampling_plan=None, label=None, laboratories=())
    for given_context in (context(pack), context(pack, baseline=bare, made_on=None)):
        verdicts = evaluate(given_context, "pack")

        assert {v.outcome for v in verdicts} <= OUTCOMES
        assert all(v.sentence and v.subject for v in verdicts)
        assert {v.rule for v in verdicts} == {found.id for found in registered("pack")}


@pytest.mark.parametrize(("value", "wanting"), [("0.08", 0), ("0.80", 10_000)])
def test_ten_thousand_results_are_each_judged(value: str, wanting: int) -> None:
    """Every row of a long pack is judged; how fast is measured by `bench/packs.py`."""
    pack = complete_pack()
    row = pack.laboratory.results[4]
    rows = tuple(
        row.model_validate(
            {name: getattr(row, name) for name in type(row).model_fields} | {"number": str(n), "value": value}
        )
        for n in range(10_000)
    )
    many = pack.model_copy(update={"laboratory": pack.laboratory.model_copy(update={"results": rows})})
    verdicts = evaluate(context(many), "pack")

    assert sum(v.outcome == "needs_event" for v in verdicts) == wanting
