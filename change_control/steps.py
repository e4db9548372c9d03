"""What each verb of a change is called on pages and in addresses, and which action it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from change_control import actions
from change_control.models import ChangeRequest
from change_control.states import CHANGE


@dataclass(frozen=True, slots=True)
class Step:
    action: Callable[..., ChangeRequest]
    label: str
    path: str
    asks: str = ""
    """What is to be written; empty: the step is taken at once."""
    is_main: bool = False


def _labels() -> dict[str, str]:
    return {step.verb: step.label for step in CHANGE.transitions}


_LABELS = _labels()


def _step(verb: str, action: Callable[..., Any], path: str, asks: str = "", *, is_main: bool = False) -> Step:
    return Step(action, _LABELS[verb], path, asks, is_main)


STEPS = {
    "submit": _step("submit", actions.submit, "submit", is_main=True),
    "classify": _step("classify", actions.classify_submitted, "classify", is_main=True),
    "object": _step("object", actions.ask_for_approval, "ask-for-approval", "Reason"),
    "send": _step("send", actions.send, "send", is_main=True),
    "give_back": _step("give_back", actions.give_back, "give-back", "What is missing"),
    "implement": _step("implement", actions.implement, "implement", "What was done, when, by whom"),
    "verify": _step("verify", actions.verify, "verify", "What was looked at, and what it showed", is_main=True),
    "make_effective": _step("make_effective", actions.make_effective, "make-effective", is_main=True),
    "review": _step("review", actions.review, "review", "What the lots made under it show", is_main=True),
    "close": _step("close", actions.close, "close", "Why it is closed", is_main=True),
    "withdraw": _step("withdraw", actions.withdraw, "withdraw", "Reason"),
}
"""Verbs without a signature and without more to say; the others have pages of their own."""
