"""The scope of a question: every lot that it reaches, how sure that is and by which path, and who has it (ADR 0030)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lots.models import Disclosure, Edge
from lots.queries.genealogy import Reach, WalkedEdge, reach, walked_edges
from lots.states import EdgeKind
from traceability.queries.accounts import Account, direct_accounts, first_consignees
from traceability.queries.lot_facts import LotFact, lot_facts, overdrawn
from traceability.queries.near import near_ties
from traceability.queries.seeds import Seeds, find_seeds
from traceability.scoping.balance import Balance, balance
from traceability.scoping.classes import classify, path
from traceability.scoping.question import Question
from traceability.scoping.values import Answer, Node, Standing, Sure, Tie

HIDDEN = "a lot of another customer"


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """A lot in the answer, or beside it."""

    fact: LotFact
    sure: Sure
    because: str
    path: tuple[str, ...] = ()
    """From what was asked for to this lot, step by step: “C-1 → KB-1: consumed, 12 kg”."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The whole answer; nothing is cut. `hidden` counts what belongs to others."""

    question: Question
    known_at: datetime | None
    rows: tuple[ScopeRow, ...]
    accounts: tuple[Account, ...]
    edges: tuple[Tie[UUID], ...]
    unproven: tuple[tuple[str, str], ...]
    """A step, and what it lacks."""
    wanting: Mapping[Tie[UUID], str] = field(repr=False)
    """The same by edge."""
    balances: Mapping[UUID, Balance]
    circles: tuple[tuple[str, ...], ...]
    hidden: Reach
    by_id: Mapping[UUID, ScopeRow] = field(repr=False)

    def of(self, sure: Sure) -> tuple[ScopeRow, ...]:
        return tuple(row for row in self.rows if row.sure is sure)

    @property
    def lots(self) -> tuple[ScopeRow, ...]:
        """The packaged lots that are in it, certain or possible."""
        return tuple(row for row in self.rows if row.fact.is_packaged and row.sure is not Sure.EXCLUDED)

    @property
    def unbalanced(self) -> tuple[tuple[str, Balance], ...]:
        """Lots of which more went out than they held, or packaged lots that were counted and do not add up."""
        broken = ((self.by_id[key].fact, one) for key, one in self.balances.items())
        return tuple(
            (fact.number, one)
            for fact, one in broken
            if one.is_broken or (fact.is_packaged and fact.on_hand is not None and one.left)
        )


def scope_of(question: Question, known_at: datetime | None = None, *, part_of: UUID | None = None) -> Scope:
    """Answer a question as the reader may see it; a bounded number of queries whatever it finds.

    `part_of` is the partnership whose sponsor is to be told: the answer is then what that sponsor would see.
    """
    seeds = find_seeds(question)
    starts = [*seeds.asked, *seeds.maybe]
    edges = walked_edges(starts, forward=question.forward, known_at=known_at)
    shared, more_hidden = _near(question, starts, edges)
    begun = [tie.child if question.forward else tie.parent for tie in shared]
    if begun:
        edges = [*edges, *walked_edges(begun, forward=question.forward, known_at=known_at)]
    ties = [*dict.fromkeys(map(_tie, edges)), *shared]
    ids = {*starts, *(key for tie in ties for key in (tie.parent, tie.child))}
    every = lot_facts({*ids, *seeds.excluded}, known_at)
    facts = _told(every, part_of)
    ties = [_of_part(tie, facts) for tie in ties]
    nodes = _nodes(ids, every, facts, edges)
    answer = classify(nodes, ties, forward=question.forward, asked=seeds.asked, maybe=seeds.maybe)
    beside = _excluded(question, seeds, answer, facts, part_of)
    rows = (*_reached(answer, facts, nodes, forward=question.forward), *beside)
    total = reach({*starts, *begun}, forward=question.forward, known_at=known_at)
    numbers = {row.fact.id: row.fact.number for row in rows if row.fact.is_packaged and row.sure is not Sure.EXCLUDED}
    accounts = first_consignees(numbers, known_at)
    return Scope(
        question=question,
        known_at=known_at,
        rows=rows,
        accounts=(*accounts, *direct_accounts(numbers, known_at)),
        edges=tuple(ties),
        unproven=tuple((_step(tie, nodes), why) for tie, why in answer.unproven if tie.child in facts),
        wanting={tie: why for tie, why in answer.unproven if tie.child in facts},
        balances=_balances(facts, answer, ties),
        circles=tuple(tuple(_number(nodes[key]) for key in loop) for loop in answer.circles),
        hidden=_hidden(total, rows, accounts, seeds.hidden + more_hidden),
        by_id={row.fact.id: row for row in rows},
    )


def _told(facts: dict[UUID, LotFact], part_of: UUID | None) -> dict[UUID, LotFact]:
    """Without other customers' lots, and without materials that were used for them alone."""
    if part_of is None:
        return facts
    shown = Disclosure.objects.filter(partnership_id=part_of, component_lot_id__in=facts)
    materials = set(shown.values_list("component_lot_id", flat=True))
    return {key: fact for key, fact in facts.items() if fact.partnership_id == part_of or key in materials}


def _of_part(tie: Tie[UUID], facts: Mapping[UUID, LotFact]) -> Tie[UUID]:
    """How much went into what is another's is nobody else's."""
    return tie if tie.shared or tie.child in facts else replace(tie, quantity=None, happened_on=None)


def _near(question: Question, starts: Iterable[UUID], edges: Iterable[WalkedEdge]) -> tuple[list[Tie[UUID]], int]:
    if not question.near:
        return [], 0
    keys = {*starts, *(edge.child_id for edge in edges), *(edge.parent_id for edge in edges)}
    return near_ties(question, keys)


def _tie(edge: WalkedEdge) -> Tie[UUID]:
    return Tie(
        edge.parent_id, edge.child_id, edge.kind, edge.quantity, edge.unit, edge.is_measured, edge.happened_on,
        edge.source,
    )  # fmt: skip


def _nodes(
    ids: Iterable[UUID], every: Mapping[UUID, LotFact], told: Mapping[UUID, LotFact], edges: Iterable[WalkedEdge]
) -> dict[UUID, Node[UUID]]:
    over = overdrawn(key for key in ids if key in every)
    nodes = {key: Node(key, HIDDEN, is_hidden=True) for key in ids}
    for edge in edges:
        if edge.is_child_hidden and edge.is_child_unknown:
            nodes[edge.child_id] = replace(nodes[edge.child_id], is_unknown=True)
    for edge in edges:
        if edge.is_parent_hidden:
            nodes[edge.parent_id] = Node(
                edge.parent_id,
                HIDDEN,
                edge.parent_unit,
                is_overdrawn=edge.is_parent_overdrawn,
                is_hidden=True,
                is_unknown=edge.is_parent_unknown,
            )
    for key in (key for key in ids if key in every):
        fact, is_hidden = every[key], key not in told
        nodes[key] = Node(
            key, HIDDEN if is_hidden else fact.number, fact.unit, fact.made, key in over, is_hidden, not fact.number
        )
    return nodes


def _reached(
    answer: Answer[UUID], facts: Mapping[UUID, LotFact], nodes: Mapping[UUID, Node[UUID]], *, forward: bool
) -> list[ScopeRow]:
    rows = []
    for key, standing in answer.standings.items():
        if key in facts:
            ties = path(answer.standings, key, forward=forward)
            steps = tuple(_step(tie, nodes) for tie in ties)
            rows.append(ScopeRow(facts[key], standing.sure, _because(standing, answer, ties), steps))
    order = {Sure.CERTAIN: 0, Sure.POSSIBLE: 1}
    return sorted(rows, key=lambda row: (order[row.sure], row.fact.is_packaged, row.fact.number, str(row.fact.id)))


def _because(standing: Standing[UUID], answer: Answer[UUID], ties: Iterable[Tie[UUID]]) -> str:
    """Its own reason, else the first thing on its path that is not proven."""
    if standing.because or standing.via is None:
        return standing.because
    if standing.sure is Sure.CERTAIN:
        return "every step is stated with its quantity"
    wanting = dict(answer.unproven)
    first = next((wanting[tie] for tie in ties if tie in wanting), "")
    return first or "made of a lot that is only possible"


def _excluded(
    question: Question,
    seeds: Seeds,
    answer: Answer[UUID],
    facts: dict[UUID, LotFact],
    part_of: UUID | None,
) -> Iterable[ScopeRow]:
    """What stands beside it: other lots of the item, other times, and what a source said that counts no more."""
    beside = {key: why for key, why in seeds.excluded.items() if key not in answer.standings}
    near, far = ("parent_id", "child_id") if question.forward else ("child_id", "parent_id")
    ended = Edge.objects.filter(**{f"{near}__in": list(answer.standings)}, ended_at__isnull=False)
    for key, why in ended.order_by("ended_at", "id").values_list(far, "ended_because"):
        if key not in answer.standings:
            beside.setdefault(key, f"no longer stated: {why}")
    facts |= _told(lot_facts([key for key in beside if key not in facts], None), part_of)
    rows = [ScopeRow(facts[key], Sure.EXCLUDED, why) for key, why in beside.items() if key in facts]
    return sorted(rows, key=lambda row: (row.fact.number, str(row.fact.id)))


def _number(node: Node[UUID]) -> str:
    return node.number or "a lot without number"


def _step(tie: Tie[UUID], nodes: Mapping[UUID, Node[UUID]]) -> str:
    ends = f"{_number(nodes[tie.parent])} → {_number(nodes[tie.child])}"
    if tie.shared:
        return f"{ends}: {tie.shared}"
    amount = "" if tie.quantity is None else f", {tie.quantity.normalize():f} {tie.unit}"
    return f"{ends}: {EdgeKind(tie.kind).label.lower()}{amount}"


def _balances(facts: Mapping[UUID, LotFact], answer: Answer[UUID], ties: Iterable[Tie[UUID]]) -> dict[UUID, Balance]:
    """Of each lot in the answer that is in sight: what went on from it, and what left or was counted."""
    gone: dict[UUID, list[tuple[Decimal | None, str]]] = {}
    for tie in ties:
        if not tie.shared:
            gone.setdefault(tie.parent, []).append((tie.quantity, tie.unit))
    found = {}
    for key in (key for key in answer.standings if key in facts):
        fact = facts[key]
        out = gone.get(key, [])
        if fact.is_packaged:
            out = [*out, (fact.shipped, fact.unit), (fact.on_hand or Decimal(0), fact.unit), (fact.gone, fact.unit)]
        found[key] = balance(fact.made, fact.unit, out)
    return found


def _hidden(total: Reach, rows: Iterable[ScopeRow], accounts: tuple[Account, ...], users: int) -> Reach:
    """All there are less what the reader sees."""
    seen = [row.fact for row in rows if row.sure is not Sure.EXCLUDED]
    lots = sum(fact.is_packaged for fact in seen)
    return Reach(total.lots - lots + users, total.materials - (len(seen) - lots), total.customers - len(accounts))
