"""Scopes that were kept: what they answered, and what has changed since."""

from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from typing import Any

from records.content import canonical_json
from traceability.models import ScopeRun
from traceability.queries.scope import Scope, ScopeRow, scope_of
from traceability.scoping.difference import Difference, difference
from traceability.scoping.question import question_of

SCOPE_VERSION = "scope-1"
"""Of the calculation: a run of another version may differ without any record having changed."""
_QUANTITIES = ("made", "shipped", "returned", "on_hand", "unaccounted", "held")


def answer_of(scope: Scope) -> dict[str, Any]:
    """Rows by key, accounts, counts of what is hidden: what is hashed, kept and compared."""
    return {
        "rows": {str(row.fact.id): _row(row) for row in scope.rows},
        "accounts": [
            {"name": one.name, "contact": one.contact, "lots": list(one.lots), "received": _sums(one.quantities)}
            for one in scope.accounts
        ],
        "hidden": asdict(scope.hidden),
        "unproven": len(scope.unproven),
        "circles": [list(loop) for loop in scope.circles],
    }


def hash_of(answer: dict[str, Any]) -> str:
    """SHA-256 of the answer's canonical JSON: equal hashes are equal answers."""
    return sha256(canonical_json(answer)).hexdigest()


def since(run: ScopeRun) -> tuple[Difference, bool]:
    """What the same question answers differently now, and whether the run's own answer can still be made.

    A run as of a moment is asked again as of that moment: then nothing may differ.
    """
    again = answer_of(scope_of(question_of(run.question), run.known_at))
    return compared(run.answer, again), hash_of(run.answer) == run.sha256


def compared(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    return difference(before["rows"], after["rows"])


def _row(row: ScopeRow) -> dict[str, Any]:
    fact = row.fact
    told = {name: _text(getattr(fact, name)) for name in _QUANTITIES} if fact.is_packaged else {}
    return {
        "number": fact.number, "kind": fact.kind, "item": fact.item, "sure": row.sure.value, "because": row.because,
        "path": list(row.path), "unit": fact.unit, "state": fact.state, **told,
    }  # fmt: skip


def _sums(quantities: tuple[tuple[Decimal, str], ...]) -> list[str]:
    return [f"{_text(total)} {unit}" for total, unit in quantities]


def _text(quantity: Decimal | None) -> str | None:
    return None if quantity is None else f"{quantity.normalize():f}"
