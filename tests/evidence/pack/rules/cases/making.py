"""Ways to make the context of a case: the complete pack, and one thing changed in it or in what is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from evidence.pack.format import Pack
from evidence.pack.rules import Context
from tests.evidence.pack.rules.contexts import approved, context
from tests.factories.packs import added, complete_pack, with_fields, with_row, without_rows
from tests.factories.standing import STANDING

Given = Callable[[], Context]
Change = Callable[[Pack], Pack]


@dataclass(frozen=True, slots=True)
class Case:
    """A context, and the worst that the rule says of it."""

    given: Given
    outcome: str


@dataclass(frozen=True, slots=True)
class Cases:
    """What a rule is shown by: it holds, it does not, and where the line between runs."""

    positive: Case
    negative: Case
    boundary: tuple[Case, ...]


def cases(positive: Given, negative: tuple[Given, str], *boundary: tuple[Given, str]) -> Cases:
    return Cases(Case(positive, "pass"), Case(*negative), tuple(Case(*each) for each in boundary))


def whole(**changes: object) -> Given:
    """The complete pack, as it is; `changes` are fields of the context."""
    return lambda: context(**changes)


def stated(*changes: Change, **known: object) -> Given:
    """The complete pack with these changes, one after the other."""

    def given() -> Context:
        pack = complete_pack()
        for change in changes:
            pack = change(pack)
        return context(pack, **known)

    return given


def header(**fields: object) -> Change:
    return lambda pack: with_fields(pack, "header", **fields)


def record(section: str, **fields: object) -> Change:
    return lambda pack: with_fields(pack, section, **fields)


def row(table: str, where: dict[str, object], **fields: object) -> Change:
    return lambda pack: with_row(pack, table, where, **fields)


def gone(table: str, where: dict[str, object] | None = None) -> Change:
    return lambda pack: without_rows(pack, table, where)


def more(table: str, **fields: object) -> Change:
    return lambda pack: added(pack, table, **fields)


def based(**parts: dict[str, object]) -> dict[str, object]:
    """Keyword of a context whose baseline differs: `based(label={"allergens": "milk"})`."""
    values = approved()
    return {"baseline": replace(values, **{name: replace(getattr(values, name), **f) for name, f in parts.items()})}


def without(part: str) -> dict[str, object]:
    """Keyword of a context without an approved part of the baseline."""
    return {"baseline": approved(**{part: None})}


def recorded(kind: str, key: str, **fields: object) -> dict[str, object]:
    """Keyword of a context in which the standing facts of one key say something else."""
    rows = tuple(
        replace(fact, **fields) if key in (getattr(fact, name) for name in ("component", "number", "initials")
                                           if hasattr(fact, name)) else fact
        for fact in getattr(STANDING, kind)
    )  # fmt: skip
    return {"baseline": approved(standing=replace(STANDING, **{kind: rows}))}


def unrecorded(kind: str) -> dict[str, object]:
    """Keyword of a context in which nothing of this kind is recorded."""
    return {"baseline": approved(standing=replace(STANDING, **{kind: ()}))}


def moment(text: str) -> datetime:
    """“2026-03-10 13:30” in UTC."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
