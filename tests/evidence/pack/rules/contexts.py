"""The context of the complete pack, and ways to change one thing in it or in the baseline."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from evidence.pack.format import Pack
from evidence.pack.rules import Context, Verdict, evaluate
from masters.baseline import BaselineValues
from tests.factories import baseline
from tests.factories.packs import complete_pack
from tests.factories.standing import STANDING


def approved(**changes: object) -> BaselineValues:
    """What `complete_pack()` was made to; `changes` are whole parts ("label", "specification", …)."""
    values = BaselineValues(
        product=baseline.product_value(),
        master_record=baseline.master_record_value(),
        specification=baseline.specification_value(),
        sampling_plan=baseline.sampling_plan_value(),
        label=baseline.label_value(),
        laboratories=baseline.LABORATORIES,
        standing=STANDING,
    )
    return replace(values, **changes)  # type: ignore[arg-type]


def context(pack: Pack | None = None, **changes: object) -> Context:
    given: dict[str, object] = {"baseline": approved(), "made_on": date(2026, 3, 11)}
    return Context(pack=pack or complete_pack(), **(given | changes))  # type: ignore[arg-type]


def verdicts(rule: str, given: Context, stage: str = "pack") -> Mapping[str, Verdict]:
    """The verdicts of one rule by their subject."""
    return {found.subject: found for found in evaluate(given, stage) if found.rule == rule}  # type: ignore[arg-type]


def answers(rule: str, given: Context, stage: str = "pack") -> list[tuple[str, str, str]]:
    """(outcome, subject, sentence) of one rule, in order."""
    return [(v.outcome, v.subject, v.sentence) for v in evaluate(given, stage) if v.rule == rule]  # type: ignore[arg-type]


def outcome(rule: str, given: Context, stage: str = "pack") -> str:
    """The one outcome of a rule; several different ones are an error of the test."""
    (only,) = {v.outcome for v in evaluate(given, stage) if v.rule == rule}  # type: ignore[arg-type]
    return only


def problems(rule: str, given: Context, stage: str = "pack") -> list[tuple[str, str, str]]:
    """(outcome, subject, sentence) of what a rule found wrong."""
    return [found for found in answers(rule, given, stage) if found[0] in ("fail", "needs_event")]
