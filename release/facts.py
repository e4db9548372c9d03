"""What the gate looks at, as frozen values: nothing in here reads a clock or a database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EventFact:
    """A quality event that hits the lot."""

    id: UUID
    number: str
    classification: str
    state: str
    missed: str
    disposition: str
    needs_sponsor: bool
    clause: str


@dataclass(frozen=True, slots=True)
class PackFact:
    """The newest living version of the evidence pack."""

    id: UUID
    version: int
    state: str
    blocking: int
    exceptions: int
    undecided: int
    waived_until: date | None = None
    """The last day of the waiver that runs out first among those the pack rests on."""
    plan_drawn: bool = False
    """The approved sampling plan drew the lot, and each selected test has its result (R301, R302)."""


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """A live decision of one stage."""

    id: UUID
    stage: str
    decision: str
    quantity: Decimal
    pack_id: UUID
    decided_by: UUID | None = None
    part: int = 0
    """0: the first of its stage; later ones are about what it left over."""
    decided_for: UUID | None = None
    """Who lent the authority, where the signer held it by delegation."""

    @property
    def persons(self) -> frozenset[UUID]:
        """Everybody who stands behind it, as `Actor.persons` does behind an act."""
        return frozenset(person for person in (self.decided_by, self.decided_for) if person)


@dataclass(frozen=True, slots=True)
class TurnFact:
    """What turns the lot to the sponsor: once the CMO released it what counted then, before that what stands."""

    id: UUID
    cause: str
    classification: str
    because: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one lot that may open or shut its gate; quantities in the lot's unit."""

    lot_id: UUID
    number: str
    state: str
    unit: str
    risk_tier: str
    quantity_good: Decimal | None
    expires_on: date | None
    agreement: str
    """"AG-4 v3", empty when the lot has none."""
    agreement_signed: bool
    clauses: dict[str, dict[str, Any]]
    """Clause kind → parameters with its number under "number"."""
    qualification: str
    qualified_until: date | None
    pack: PackFact | None
    events: tuple[EventFact, ...]
    holds: tuple[tuple[UUID, UUID], ...]
    """(hold, organisation that placed it)."""
    decisions: tuple[DecisionFact, ...]
    shipped: Decimal
    lots_since_change: int
    changed_on: date | None
    turned: tuple[TurnFact, ...] = ()
    market: str = ""
    allergens: str = ""
    """As the lot's label declares them."""
    open_capas: tuple[str, ...] = ()
    """Numbers of the corrective actions of the product group that are not finished."""
    hand_offs: tuple[int, int] = (0, 0)
    """(on time, due) of the partnership's packs of twelve months; (0, 0) where no clause of it asks."""

    def decision(self, stage: str) -> DecisionFact | None:
        """The first decision of the stage; later ones about the rest are no other."""
        return next((d for d in self.decisions if d.stage == stage and d.part == 0), None)

    def released(self, stage: str) -> Decimal:
        """What this stage has released so far, its decisions about the rest included."""
        first = self.decision(stage)
        if first is None or first.decision != "release":
            return Decimal(0)
        parts = (d.quantity for d in self.decisions if d.stage == stage and d.decision == "release")
        return sum(parts, Decimal(0))

    @property
    def shelf_life_days(self) -> int:
        """Days that must be left to the expiry when goods leave; 0 without a clause."""
        days: int = self.clauses.get("product_specific", {}).get("shelf_life_days", 0)
        return days

    @property
    def needs_two_releasers(self) -> bool:
        """Whether the packaged lot is released by another person than the batch."""
        return bool(self.clauses.get("quality_unit", {}).get("separate_releasers"))

    def citation(self, kind: str) -> str:
        """ "AG-4 v3 cl. 5.2": agreement, version and clause that ask for something."""
        clause = self.clauses.get(kind)
        return f"{self.agreement} cl. {clause['number']}" if clause else self.agreement


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def from_json(lot_id: UUID, raw: dict[str, Any]) -> Facts:
    """The shape that `facts_of_lots` (kernel/rls/sql/50_gate_facts.sql) answers."""
    agreement = raw["agreement"]
    qualification = raw["qualification"] or {}
    pack = raw["pack"]
    return Facts(
        lot_id=lot_id,
        number=raw["number"],
        state=raw["state"],
        unit=raw["unit"],
        risk_tier=raw["risk_tier"],
        quantity_good=Decimal(raw["quantity_good"]) if raw["quantity_good"] else None,
        expires_on=_day(raw["expires_on"]),
        agreement=f"{agreement['number']} v{agreement['version']}" if agreement else "",
        agreement_signed=bool(agreement) and agreement["state"] == "signed",
        clauses={c["kind"]: {**c["parameters"], "number": c["number"]} for c in (agreement or {}).get("clauses") or ()},
        qualification=qualification.get("status", ""),
        qualified_until=_day(qualification.get("valid_until")),
        pack=PackFact(**{**pack, "id": UUID(pack["id"]), "waived_until": _day(pack["waived_until"])}) if pack else None,
        events=tuple(EventFact(**{**e, "id": UUID(e["id"])}) for e in raw["events"]),
        holds=tuple((UUID(h["id"]), UUID(h["organisation_id"])) for h in raw["holds"]),
        decisions=tuple(
            DecisionFact(
                UUID(d["id"]),
                d["stage"],
                d["decision"],
                Decimal(d["quantity"]),
                UUID(d["pack_id"]),
                UUID(d["decided_by"]),
                d["part"],
                UUID(d["decided_for"]) if d["decided_for"] else None,
            )
            for d in raw["dispositions"]
        ),
        shipped=Decimal(raw["shipped"]),
        lots_since_change=raw["lots_since_change"],
        changed_on=_day(raw["changed_on"]),
        turned=tuple(TurnFact(**{**t, "id": UUID(t["id"])}) for t in raw["turned"]),
        market=raw["market"],
        allergens=raw["allergens"] or "",
        open_capas=tuple(raw["open_capas"]),
        hand_offs=tuple(raw["hand_offs"]),
    )
