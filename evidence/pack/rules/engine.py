"""The rule engine: rules register by their id, a context is evaluated, each rule answers with verdicts.

A verdict keeps the rule's version and paragraph, the figures it rests on and their hash, so that it can be
read and repeated years later (21 CFR 111.140, 11.10(a)).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from evidence.pack.numbers import shortest_text
from evidence.pack.rules.context import Context

ENGINE_VERSION = "1"

Severity = Literal["X", "B", "W", "I"]
"""X blocks without waiver, B blocks unless waived, W is an exception for review, I is information."""
Stage = Literal["pack", "release", "shipment", "distribution"]
Outcome = Literal["pass", "fail", "needs_event", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Cure:
    """Who puts it right (role codes of domain §C), and what they do."""

    roles: tuple[str, ...]
    what: str

    @property
    def text(self) -> str:
        return f"{' or '.join(self.roles)}: {self.what}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about one subject; `inputs` are the figures it rests on, Decimals among them."""

    outcome: Outcome
    subject: str
    sentence: str
    inputs: Mapping[str, Any]


Check = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    version: int
    paragraph: str
    severity: Severity
    stage: Stage
    title: str
    cure: Cure
    check: Check


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer about one subject, ready to be stored; `inputs` is plain JSON."""

    rule: str
    version: int
    paragraph: str
    severity: Severity
    outcome: Outcome
    subject: str
    sentence: str
    inputs: dict[str, Any]
    inputs_hash: str
    cure: str


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_REGISTRY: dict[str, Rule] = {}


def rule(
    rule_id: str,
    paragraph: str,
    title: str,
    *,
    cure: str,
    by: tuple[str, ...] = ("CQA",),
    severity: Severity = "X",
    stage: Stage = "pack",
    version: int = 1,
) -> Callable[[Check], Check]:
    """Register the decorated function as rule `rule_id`; `cure` is what the roles in `by` have to do."""

    def register(check: Check) -> Check:
        known = _REGISTRY.get(rule_id)
        if known is not None and known.check.__qualname__ != check.__qualname__:
            raise ValueError(f"{rule_id} is registered twice.")
        _REGISTRY[rule_id] = Rule(rule_id, version, paragraph, severity, stage, title, Cure(by, cure), check)
        return check

    return register


def rules(stage: Stage | None = None) -> tuple[Rule, ...]:
    """The registered rules in the order of their ids; of one stage when it is given."""
    return tuple(found for _, found in sorted(_REGISTRY.items()) if stage in (None, found.stage))


def evaluate(context: Context, stage: Stage) -> tuple[Verdict, ...]:
    """Every rule of the stage over the context, in the order of their ids. Never raises on stated content."""
    return tuple(_verdicts(context, stage))


def _verdicts(context: Context, stage: Stage) -> Iterator[Verdict]:
    for found in rules(stage):
        for finding in found.check(context):
            inputs = plain(finding.inputs)
            yield Verdict(
                rule=found.id,
                version=found.version,
                paragraph=found.paragraph,
                severity=found.severity,
                outcome=finding.outcome,
                subject=finding.subject,
                sentence=finding.sentence,
                inputs=inputs,
                inputs_hash=hash_of(inputs),
                cure="" if finding.outcome in ("pass", "not_applicable") else found.cure.text,
            )


def hash_of(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of plain inputs. Their names are ASCII and hold no floats."""
    return hashlib.sha256(_CANONICAL.encode(inputs).encode("utf-8")).hexdigest()


def plain(inputs: Any) -> Any:
    """Inputs as plain JSON: amounts as shortest texts (never floats), dates and times as ISO 8601."""
    if inputs is None or isinstance(inputs, str | bool | int):
        return inputs
    if isinstance(inputs, Decimal):
        return shortest_text(inputs)
    if isinstance(inputs, Mapping):
        return {str(name): plain(value) for name, value in inputs.items()}
    if isinstance(inputs, list | tuple):
        return [plain(value) for value in inputs]
    if isinstance(inputs, set | frozenset):
        return sorted(map(str, inputs))
    return inputs.isoformat()
