"""The scope of a recall as it is locked: plain values, and their hash. The one place that asks `scope_of` for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lots.models import Disclosure
from records.content import content_hash, plain
from traceability.models import Recall
from traceability.queries.accounts import first_consignees
from traceability.queries.scope import Scope, ScopeRow, scope_of
from traceability.scoping.question import Question, question_of
from traceability.scoping.values import Sure


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one recall: its packaged lots, and everything that is kept of the answer."""

    lots: Mapping[UUID, ScopeRow]
    content: dict[str, Any]

    @property
    def digest(self) -> str:
        return content_hash(self.content)


def answer_of(recall: Recall) -> Answer:
    """What the sponsor of this recall is to be told, as of now, in both directions.

    Both companies read what is kept of it, so its accounts are those that the manufacturer shipped to.
    """
    question = question_of(recall.question)
    found = scope_of(question, part_of=recall.partnership_id)
    lots = {row.fact.id: row for row in found.lots if row.fact.partnership_id == recall.partnership_id}
    back = scope_of(Question(forward=False, lots=tuple(sorted(lots))), part_of=recall.partnership_id) if lots else None
    materials = [row for row in back.rows if not row.fact.is_packaged and row.sure is not Sure.EXCLUDED] if back else []
    content = content_of(found, materials)
    content["accounts"] = plain(first_consignees({key: row.fact.number for key, row in lots.items()}, None))
    return Answer(lots, content)


def content_of(found: Scope, back: Iterable[ScopeRow] = ()) -> dict[str, Any]:
    """In JSON's own types, so that what is read back has the same hash."""
    told = {
        "question": found.question.as_json(),
        "rows": [_row(row) for row in found.rows],
        "accounts": found.accounts,
        "edges": [
            [edge.parent, edge.child, edge.kind, edge not in found.wanting]
            for edge in found.edges
            if edge.parent in found.by_id and edge.child in found.by_id
        ],
        "unproven": found.unproven,
        "unbalanced": [[number, balance.left, balance.unit] for number, balance in found.unbalanced],
        "circles": found.circles,
        "hidden": found.hidden,
        "back": [{"number": row.fact.number, "item": row.fact.name, "sure": row.sure} for row in back],
    }
    kept: dict[str, Any] = plain(told)
    return kept


def _row(row: ScopeRow) -> dict[str, Any]:
    fact = row.fact
    return {
        "id": fact.id, "number": fact.number, "kind": fact.kind, "item": fact.item, "name": fact.name,
        "supplier": fact.supplier, "supplier_lot": fact.supplier_lot, "label": fact.label,
        "expires_on": fact.expires_on, "state": fact.state, "sure": row.sure, "because": row.because,
        "path": row.path, "made": fact.made, "unit": fact.unit, "shipped": fact.shipped, "returned": fact.returned,
        "on_hand": fact.on_hand, "gone": fact.gone, "unaccounted": fact.unaccounted,
    }  # fmt: skip


def parts_of(question: Question, sponsor_id: UUID | None) -> dict[UUID, Question]:
    """A recall each for the partnerships whose lots are reached, and what each is asked.

    A sponsor asks what he asked. The manufacturer's signal names to each sponsor the lots of material that are
    disclosed to it, or its own lots where none is: nobody learns what else was asked about.
    """
    found = scope_of(question)
    own: dict[UUID, list[UUID]] = {}
    for row in found.lots:
        if row.fact.partnership_id:
            own.setdefault(row.fact.partnership_id, []).append(row.fact.id)
    if sponsor_id is not None:
        return dict.fromkeys(own, question)
    seeds = [row.fact.id for row in found.rows if not row.path and row.sure is not Sure.EXCLUDED]
    return {pair: replace(Question(forward=question.forward), lots=_seeds(pair, seeds, own[pair])) for pair in own}


def _seeds(partnership_id: UUID, seeds: list[UUID], own: list[UUID]) -> tuple[UUID, ...]:
    shown = Disclosure.objects.filter(partnership_id=partnership_id, component_lot_id__in=seeds)
    materials = list(shown.values_list("component_lot_id", flat=True))
    named = [key for key in seeds if key in own]
    return tuple(sorted({*materials, *named} or set(own)))
