"""Which lots a question means, which it may mean, and which stand beside it (ADR 0030)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from lots.models import ComponentLot, Lot
from lots.queries.genealogy import visible_nodes
from lots.states import MaterialKind
from parties.queries import partnerships
from traceability.scoping.question import Question


@dataclass(slots=True)
class Seeds:
    """Lots by key, each with why; `hidden` other customers' lots that used what was asked for."""

    asked: dict[UUID, str] = field(default_factory=dict)
    maybe: dict[UUID, str] = field(default_factory=dict)
    excluded: dict[UUID, str] = field(default_factory=dict)
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A lot's use of a thing; without a lot it is one that the reader does not see."""

    lot_id: UUID | None
    number: str
    begins_at: datetime | None
    ends_at: datetime | None


def find_seeds(question: Question) -> Seeds:
    """Raises ComponentLot.DoesNotExist where a lot asked for by key is none that the reader sees."""
    seeds = Seeds()
    if question.lots:
        if visible_nodes(question.lots) != set(question.lots):
            raise ComponentLot.DoesNotExist
        seeds.asked.update(dict.fromkeys(question.lots, "asked for"))
    if question.number or question.asks_material:
        _materials(question, seeds)
    if question.forward and not question.use:
        _beside(question, seeds)
    if question.number and not question.asks_material:
        found = Lot.objects.filter(number=question.number)
        seeds.asked.update(dict.fromkeys(found.values_list("pk", flat=True), "asked for"))
    if question.use and question.used:
        _users(question, seeds)
    return seeds


def uses(kind: str, numbers: Iterable[str]) -> list[Use]:
    """Every living use of these things at the manufacturers that the reader has to do with."""
    wanted, found = list(dict.fromkeys(numbers)), []
    with connection.cursor() as cursor:
        for cmo in sorted({pair.cmo_id for pair in partnerships()} if wanted else ()):
            cursor.execute("SELECT * FROM find_usage(%s, %s, %s)", [str(cmo), kind, wanted])
            found += [Use(*row) for row in cursor.fetchall()]
    return found


def _materials(question: Question, seeds: Seeds) -> None:
    named = ComponentLot.objects.all()
    for name in ("number", "supplier_lot"):
        if value := getattr(question, name):
            named = named.filter(**{name: value})
    if question.item:
        named = named.filter(item_code=question.item)
    if question.supplier:
        named = named.filter(Q(supplier=question.supplier) | Q(manufacturer=question.supplier))
    if not question.asks_material:
        seeds.asked.update(dict.fromkeys(named.values_list("pk", flat=True), "asked for"))
    else:
        _by_day(question, named, seeds)


def _by_day(question: Question, named: QuerySet[ComponentLot], seeds: Seeds) -> None:
    has_days = question.received_from or question.received_until
    for key, day in named.values_list("pk", "received_on"):
        if not has_days:
            seeds.asked[key] = "asked for"
        elif day is None:
            seeds.maybe[key] = "the day it was received is not on record"
        elif question.received_from and day < question.received_from:
            seeds.excluded[key] = f"received on {day}, before the days asked for"
        elif question.received_until and day > question.received_until:
            seeds.excluded[key] = f"received on {day}, after the days asked for"
        else:
            seeds.asked[key] = f"received on {day}"


def _beside(question: Question, seeds: Seeds) -> None:
    """Other received lots of the same items: those that nobody can tell apart from what was asked for may be meant."""
    asked = ComponentLot.objects.filter(pk__in=seeds.asked, kind=MaterialKind.RECEIVED)
    items = {*asked.values_list("item_code", flat=True), *([question.item] if question.item else [])}
    others = ComponentLot.objects.filter(item_code__in=items, kind=MaterialKind.RECEIVED)
    for row in others.exclude(pk__in=[*seeds.asked, *seeds.maybe, *seeds.excluded]):
        if not row.number:
            seeds.maybe[row.pk] = "a lot of the same item without a number"
        elif question.supplier_lot and not row.supplier_lot:
            seeds.maybe[row.pk] = "of the same item, its supplier’s lot number is not on record"
        elif question.supplier and not (row.supplier or row.manufacturer):
            seeds.maybe[row.pk] = "of the same item, its supplier is not on record"
        else:
            told = f"supplier’s lot {row.supplier_lot} of {row.supplier or row.manufacturer}"
            seeds.excluded[row.pk] = f"another lot of the same item, {told}"


def _users(question: Question, seeds: Seeds) -> None:
    thing = f"{question.use.replace('_', ' ')} {question.used}"
    for use in uses(question.use, [question.used]):
        if use.lot_id is None:
            seeds.hidden += 1
        elif question.used_from and use.ends_at and use.ends_at < question.used_from:
            seeds.excluded[use.lot_id] = f"used {thing} until {use.ends_at:%Y-%m-%d %H:%M}, before the time asked for"
        elif question.used_until and use.begins_at and use.begins_at > question.used_until:
            seeds.excluded[use.lot_id] = f"used {thing} from {use.begins_at:%Y-%m-%d %H:%M}, after the time asked for"
        elif (question.used_from or question.used_until) and None in (use.begins_at, use.ends_at):
            seeds.maybe[use.lot_id] = f"used {thing}, nobody says when"
        else:
            seeds.asked[use.lot_id] = f"used {thing}"
