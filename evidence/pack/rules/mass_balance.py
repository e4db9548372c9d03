"""R218, R219: every lot balances, and none was used while it was held (21 CFR 111.260(a),(f), 111.155(d))."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from evidence.pack.format import GenealogyEdge, LotNumber
from evidence.pack.rules.context import Context, HoldFact
from evidence.pack.rules.engine import Finding, rule
from evidence.pack.rules.findings import at, counted, failed, listed, not_applicable, passed, problems_or
from evidence.pack.rules.quantities import shown, stated_in

TABLE = "batch_record.lots"
EDGES = "materials.genealogy"
_OUT = ("sampled", "wasted", "remaining")


@rule(
    "R218",
    "111.260(f), 111.260(a),(d)",
    "What left a lot balances with what it held",
    severity="B",
    cure="Correct the quantities, or count again and explain the difference.",
    by=("COP",),
)
def lots_balance(context: Context) -> Iterator[Finding]:
    edges: dict[str, list[GenealogyEdge]] = {}
    for edge in context.pack.materials.genealogy:
        edges.setdefault(edge.parent, []).append(edge)
    rows = [(i, lot) for i, lot in enumerate(context.pack.batch_record.lots, start=1) if lot.number in edges]
    if not rows:
        yield not_applicable(TABLE, "Nothing was made or packed from a lot of this pack.")
    for position, lot in rows:
        yield _balance(context, at(TABLE, position), lot, edges[lot.number])


def _balance(context: Context, subject: str, lot: LotNumber, edges: list[GenealogyEdge]) -> Finding:
    amounts = {name: getattr(lot, name) for name in ("quantity", *_OUT)}
    facts = {"lot": lot.number, "unit": lot.unit, **amounts, "into": {edge.child: edge.quantity for edge in edges}}
    absent = [name for name, amount in amounts.items() if amount is None] + ([] if lot.unit else ["unit"])
    if absent:
        return failed(subject, f"Lot {lot.number} lacks its {listed(absent)} to be balanced.", **facts)
    into = [None if edge.quantity is None else stated_in(edge.quantity, edge.unit, lot.unit) for edge in edges]
    if None in into:
        return failed(subject, f"What went out of lot {lot.number} cannot be stated in its unit.", **facts)
    held = Fraction(lot.quantity or 0)
    out = sum((part for part in into if part is not None), Fraction(0))
    out += sum((Fraction(amounts[name] or 0) for name in _OUT), Fraction(0))
    sums = f"it held {shown(held, lot.unit)}, accounted for are {shown(out, lot.unit)}"
    if abs(held - out) > held * Fraction(context.tolerances.mass_percent) / 100:
        return failed(subject, f"Lot {lot.number} does not balance: {sums}.", **facts)
    return passed(subject, f"Lot {lot.number} balances: {sums}.", **facts)


@rule(
    "R219",
    "111.155(c)-(d), 111.113(a)",
    "No lot was used while it was on hold or recalled",
    cure="Have quality control assess what was made with the held lot, in a quality event.",
    by=("CQA",),
)
def nothing_held_was_used(context: Context) -> Iterator[Finding]:
    uses = sorted({*_weighed(context), *_went_over(context)}, key=lambda use: (use.subject, use.lot))
    names = sorted({use.lot for use in uses})
    yield from problems_or(
        (
            failed(
                use.subject,
                f"{use.lot} was used on {use.day} while it was on hold" + (f": {hold.reason}" if hold.reason else "."),
                lot=use.lot,
                used_on=use.day,
                held_from=hold.placed_at,
                held_until=hold.lifted_at,
            )
            for use in uses
            for hold in context.holds.get(use.lot, ())
            if _covers(hold, use, context.pack.header.zone)
        ),
        passed(
            EDGES,
            f"{counted(len(names), 'lot')} used, none while it was on hold.",
            uses=[[use.lot, use.day] for use in uses],
            holds={name: [hold.placed_at for hold in context.holds[name]] for name in names if name in context.holds},
        ),
    )


@dataclass(frozen=True, slots=True)
class _Use:
    """A lot was used; `at` is None where only the day is known."""

    subject: str
    lot: str
    day: date
    at: datetime | None = None


def _weighed(context: Context) -> Iterator[_Use]:
    """Uses with their time; R202 asks for the weighings without one."""
    zone = context.pack.header.zone
    for position, line in enumerate(context.pack.materials.consumption, start=1):
        if line.component_lot and line.weighed_at:
            day = line.weighed_at.astimezone(zone).date()
            yield _Use(at("materials.consumption", position), line.component_lot, day, line.weighed_at)


def _went_over(context: Context) -> Iterator[_Use]:
    weighed = {line.component_lot for line in context.pack.materials.consumption}
    for position, edge in enumerate(context.pack.materials.genealogy, start=1):
        if edge.happened_on and edge.parent not in weighed:
            yield _Use(at(EDGES, position), edge.parent, edge.happened_on)


def _covers(hold: HoldFact, use: _Use, zone: ZoneInfo) -> bool:
    """To the minute where the use has one; else the day the hold was lifted on is a day without it."""
    if use.at is not None:
        return hold.placed_at <= use.at and (hold.lifted_at is None or use.at < hold.lifted_at)
    is_lifted = hold.lifted_at is not None and hold.lifted_at.astimezone(zone).date() <= use.day
    return hold.placed_at.astimezone(zone).date() <= use.day and not is_lifted
