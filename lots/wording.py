"""Why a lot is blocked, in words: `release` knows them and hands its words down when Django starts.

A list of lots, the API and the gate's panel show the same sentences; a second wording here would drift from them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lots.models import Lot


@dataclass(frozen=True, slots=True)
class GateWords:
    """Both take a lot whose gate row, sponsor and CMO are loaded."""

    blocked_by: Callable[[Lot], str]
    """The first unmet condition and how many follow; empty when the gate is open."""
    reasons: Callable[[Lot], list[dict[str, Any]]]
    """Every condition: code, is_met, sentence, clause, needs (the company whose move it is)."""


_words: list[GateWords] = []


def use_words(words: GateWords) -> None:
    _words[:] = [words]


def blocked_by(lot: Lot) -> str:
    return _words[0].blocked_by(lot) if _words else ""


def reasons(lot: Lot) -> list[dict[str, Any]]:
    return _words[0].reasons(lot) if _words else []
