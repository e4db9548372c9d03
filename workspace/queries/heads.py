"""Heads as both companies and an auditor see them: where the trees stand, and the days that are closed."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max, QuerySet

from kernel.scope import Actor
from parties.models import Partnership
from records.models import CompanyKey, DayHead, Seal, TreeHead
from records.queries.seals import day_body

ORDER = ("-day", "-id")
MOST_SHOWN = 60
_PAIR = ("partnership__sponsor", "partnership__cmo")


@dataclass(frozen=True, slots=True)
class Standing:
    """A partnership's tree under the newest seal that added to it."""

    pair: Partnership
    head: TreeHead


@dataclass(frozen=True, slots=True)
class Day:
    """A closed day, and whether the asker's company is the one to countersign it."""

    head: DayHead
    waits_for_you: bool

    @property
    def text(self) -> str:
        """What both signatures are of."""
        return day_body(self.head).text.decode()


def standings(partnership_ids: list[UUID] | None = None) -> list[Standing]:
    """Each partnership in sight with its newest head; three queries."""
    newest = TreeHead.objects.filter(partnership__isnull=False)
    if partnership_ids is not None:
        newest = newest.filter(partnership_id__in=partnership_ids)
    numbers = dict(newest.values_list("partnership_id").annotate(Max("seal_id")))
    heads = TreeHead.objects.filter(pk__in=[f"partnership:{pair}/{seal}" for pair, seal in numbers.items()])
    pairs = {pair.pk: pair for pair in Partnership.objects.filter(pk__in=numbers).select_related("sponsor", "cmo")}
    found = [
        Standing(pairs[head.partnership_id], head)
        for head in heads.select_related("seal").defer("entries")
        if head.partnership_id in pairs
    ]
    return sorted(found, key=lambda standing: str(standing.pair))


def days() -> QuerySet[DayHead]:
    """The closed days of the partnerships in sight, newest first."""
    return DayHead.objects.select_related("company", "countersignature__company", *_PAIR).order_by(*ORDER)


def as_day(head: DayHead, by: Actor) -> Day:
    """As this actor sees it; the partnership is loaded."""
    pair = head.partnership
    other = pair.cmo_id if head.company_id == pair.sponsor_id else pair.sponsor_id
    return Day(head, waits_for_you=other == by.organisation_id and not hasattr(head, "countersignature"))


def own_key(by: Actor) -> CompanyKey | None:
    """The key that the own company countersigns with."""
    if by.organisation_id is None:
        return None
    return CompanyKey.objects.filter(organisation_id=by.organisation_id, retired_at=None).first()


def seal_with_heads(number: int) -> tuple[Seal, list[TreeHead]] | None:
    """A seal, and the heads under it that the reader may see."""
    seal = Seal.objects.filter(pk=number).first()
    if seal is None:
        return None
    return seal, list(TreeHead.objects.filter(seal=seal).select_related(*_PAIR))
