"""A verdict as pages and the API word it: its state, its figures, who cures it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from evidence.models import RuleVerdict
from evidence.pack.rules import Rule, rules
from parties.states import Role

STATES = {
    "passed": "Passed",
    "failed": "Blocks",
    "needs_event": "Needs an event",
    "answered": "Answered by an event",
    "exception": "Exception",
    "accepted": "Accepted with reason",
    "questioned": "Returned with a question",
    "waived": "Waived",
    "not_applicable": "Does not apply",
    "information": "For information",
}
SEVERITIES = {
    "X": "blocks the release",
    "B": "blocks unless waived",
    "W": "exception for the reviewer",
    "I": "information",
}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)")
OPEN_STATES = ("failed", "needs_event", "exception", "questioned")


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """One verdict with everything that its line and its expanded form show."""

    id: int
    rule: str
    title: str
    paragraph: str
    severity: str
    state: str
    state_label: str
    subject: str
    sentence: str
    inputs: list[tuple[str, str]]
    inputs_hash: str
    cure: str
    cured_by: str
    answers: list[tuple[Any, str]] = field(default_factory=list)
    decision: Any = None
    thread: Any = None
    """The open question on it, where the desk asked for it."""
    artworks: str = ""
    """R414's two files, as the address of their comparison asks for them."""

    @property
    def needs_event(self) -> bool:
        return self.state == "needs_event"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def may_be_waived(self) -> bool:
        return self.is_open and self.severity == SEVERITIES["B"]

    @property
    def may_be_decided(self) -> bool:
        return self.state == "exception"


def shown(verdict: RuleVerdict) -> ShownVerdict:
    """Needs `decision` and `answers` loaded, as `verdicts_of` does."""
    state = state_of(verdict)
    cured_by, cure = who_cures(verdict.cure)
    found = known_rules().get(verdict.rule)
    return ShownVerdict(
        id=verdict.pk,
        artworks=_artworks(verdict.inputs) if verdict.rule == "R414" else "",
        rule=verdict.rule,
        title=found.title if found else "",
        paragraph=verdict.paragraph,
        severity=SEVERITIES.get(verdict.severity, ""),
        state=state,
        state_label=STATES[state],
        subject=verdict.subject,
        sentence=verdict.sentence + waived_words(verdict) + _scanned_words(verdict),
        inputs=figures(verdict.inputs),
        inputs_hash=verdict.inputs_hash,
        cure=cure,
        cured_by=cured_by,
        answers=[(answer.event_id, answer.event_number) for answer in verdict.answers.all()],
        decision=getattr(verdict, "decision", None),
    )


def waived_words(verdict: RuleVerdict) -> str:
    """“ Waived by … until … (clause …).” behind the rule's own sentence; nothing where no waiver counts."""
    until = getattr(verdict, "waived_until", None)
    if verdict.severity != "B" or verdict.outcome not in ("fail", "needs_event") or until is None:
        return ""
    return f" Waived by {verdict.waived_by} until {until} ({verdict.waived_clause})."  # type: ignore[attr-defined]


def _scanned_words(verdict: RuleVerdict) -> str:
    at = getattr(verdict, "scanned_clean_at", None)
    return f" Scanned since, on {at:%Y-%m-%d}: no malware found." if at is not None else ""


def state_of(verdict: RuleVerdict) -> str:
    """One word for outcome, severity, the event that answers and the reviewer's decision together."""
    if verdict.outcome in ("pass", "not_applicable"):
        return "passed" if verdict.outcome == "pass" else "not_applicable"
    if getattr(verdict, "scanned_clean_at", None) is not None:
        return "passed"
    if verdict.severity == "I":
        return "information"
    return _waived_or_decided(verdict) or _open_state(verdict)


def _waived_or_decided(verdict: RuleVerdict) -> str:
    if verdict.severity == "B" and getattr(verdict, "waived_until", None) is not None:
        return "waived"
    decision = getattr(verdict, "decision", None)
    return str(decision.choice) if decision is not None else ""


def _open_state(verdict: RuleVerdict) -> str:
    if verdict.severity == "W":
        return "exception"
    if verdict.outcome == "fail":
        return "failed"
    return "answered" if verdict.answers.all() else "needs_event"


def known_rules() -> Mapping[str, Rule]:
    """The registered rules by their id."""
    return {rule.id: rule for rule in rules()}


def who_cures(text: str) -> tuple[str, str]:
    """ "COP or CQA: Correct the entry." as the roles in words and the cure."""
    roles, separator, cure = text.partition(": ")
    codes = roles.split(" or ")
    if not separator or not all(code in Role.values for code in codes):
        return "", text
    return " or ".join(str(Role(code).label) for code in codes), cure


def figures(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A verdict's inputs as label and value pairs; what was not given shows as a dash."""
    return [(_label(name), _value(value)) for name, value in inputs.items()]


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize().replace("Loq", "LOQ").replace("Gtin", "GTIN")


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{_label(str(name)).lower()}: {_value(part)}" for name, part in value.items())
    if isinstance(value, list):
        return _joined(_value(part) for part in value)
    text = str(value)
    return f"{text[:10]} {text[11:16]} UTC" if _INSTANT.fullmatch(text) else text


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part) or "none"


def _artworks(inputs: dict[str, Any]) -> str:
    """The approved artwork on the left, the lot's label on the right."""
    left, right = inputs.get("artwork_sha256"), inputs.get("image_sha256")
    return urlencode({"left": str(left).lower(), "right": right}) if left and right else ""
