"""One table for states, read by everyone: move, the database trigger, pages, API, charts (ADR 0006)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor

Turn = Literal["sponsor", "cmo", "both", "platform", "nobody"]


@dataclass(frozen=True, slots=True)
class Transition:
    """One verb: from which states it leads where, who may, and what it needs."""

    verb: str
    sources: tuple[str, ...]
    target: str
    permission: str
    label: str
    reason_needed: bool = False
    meaning: str = ""
    """The signature's meaning (21 CFR 11.50(a)(3)); empty where no signature is needed."""

    @property
    def needs_signature(self) -> bool:
        return bool(self.meaning)


class StateTable:
    """The whole life of one kind of record."""

    def __init__(
        self,
        states: Any,
        initial: str,
        transitions: Iterable[Transition],
        turn: Mapping[str, Turn],
    ) -> None:
        self.states = states
        self.initial = str(initial)
        self.transitions = tuple(transitions)
        self.turn = {str(state): whose for state, whose in turn.items()}
        self._by_key = {(str(s), t.verb): t for t in self.transitions for s in t.sources}
        missing = {str(value) for value in states.values} - self.turn.keys()
        if missing:
            raise ValueError(f"{states.__name__}: no turn for {sorted(missing)}")

    def find(self, state: str, verb: str) -> Transition | None:
        """The transition for this verb out of this state, or None."""
        return self._by_key.get((str(state), verb))

    def pairs(self) -> set[tuple[str, str]]:
        """All lawful (from, to) pairs, as the database's trigger knows them."""
        return {(state, str(t.target)) for (state, _), t in self._by_key.items()}

    def verbs(self) -> set[str]:
        return {t.verb for t in self.transitions}

    def available(self, row: "StatefulRow", actor: Actor) -> tuple[Transition, ...]:
        """What this actor may do with this row now: the page's buttons and the API's `available_actions`."""
        return tuple(
            t for (state, _), t in self._by_key.items() if state == str(row.state) and actor.may(t.permission, row)
        )


class StatefulRow(Protocol):
    """A row with a state of its own table."""

    partnership_id: Any
    sponsor_id: Any
    state: Any

    @property
    def state_table(self) -> StateTable: ...


def check_move(row: StatefulRow, verb: str, *, by: Actor, reason: str = "", signed: bool = False) -> Transition:
    """The transition that `verb` means for this row and actor now, or a refusal in one sentence."""
    table = row.state_table
    transition = table.find(row.state, verb)
    if transition is None:
        label = table.states(row.state).label
        wanted = next((t.label for t in table.transitions if t.verb == verb), verb)
        raise Refused(f"“{wanted}” is not possible while {row} is “{label}”.", code="wrong-state")
    if not by.may(transition.permission, row):
        raise Forbidden(f"Your role does not allow you to do this: {transition.label.lower()} {row}.")
    if transition.reason_needed and not reason.strip():
        raise Refused(f"Give a reason: “{transition.label}” needs one.", "21 CFR 11.10(e)", code="reason-missing")
    if transition.meaning and not signed:
        raise Refused(
            f"“{transition.label}” needs your signature with the meaning “{transition.meaning}”.",
            "21 CFR 11.50(a)",
            code="signature-missing",
        )
    return transition


def move(row: Any, verb: str, *, by: Actor, reason: str = "", signed: bool = False, save: bool = True) -> Transition:
    """Change the state of a locked row as the table says; the only way a state ever changes."""
    transition = check_move(row, verb, by=by, reason=reason, signed=signed)
    row.state = transition.target
    if save:
        row.save()
    return transition
