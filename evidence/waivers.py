"""Which waivers count for a pack's verdicts now: reads of the database's own clock, like the gate's."""

from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from evidence.models import RuleVerdict, RuleWaiver
from evidence.states import WaiverState
from records.queries import lenders_to


def today() -> Cast:
    """The day of `kernel_now()` in UTC; the last day of a waiver still counts."""
    return Cast(Func(function="kernel_now", output_field=DateTimeField()), DateField())


def counting() -> QuerySet[RuleWaiver]:
    """Waivers that stand and have not run out."""
    return RuleWaiver.objects.filter(state=WaiverState.STANDING, valid_until__gte=today())


def covering_verdict() -> QuerySet[RuleWaiver]:
    """Those that cover the outer query's verdict: same rule, its lot or its product."""
    covers = Q(lot_id=OuterRef("pack__lot_id")) | Q(product_id=OuterRef("pack__lot__product_id"))
    return counting().filter(covers, rule=OuterRef("rule"), partnership_id=OuterRef("partnership_id"))


def is_waived() -> Q:
    """A verdict that may be waived (B) and is."""
    return Q(Exists(covering_verdict()), severity="B")


def with_waiver(verdicts: QuerySet[RuleVerdict]) -> QuerySet[RuleVerdict]:
    """Each verdict with `waived_by`, `waived_until` and `waived_clause` of the waiver that ends last, or None."""
    last = covering_verdict().order_by("-valid_until", "id")
    return verdicts.annotate(
        waived_by=Subquery(last.values("waived_by__name")[:1]),
        waived_until=Subquery(last.values("valid_until")[:1]),
        waived_clause=Subquery(last.values("clause")[:1]),
    )


def standing_waivers(**of: Any) -> QuerySet[RuleWaiver]:
    """Every waiver on record, those that count first, each with `counts`; narrowed by lot, product or partnership."""
    counts = Q(state=WaiverState.STANDING, valid_until__gte=today())
    found = RuleWaiver.objects.filter(**of).select_related("lot", "product", "waived_by")
    return found.annotate(counts=counts).order_by("-counts", "-valid_until", "id")


def waived_by(pack_id: UUID) -> set[UUID]:
    """Who waived a rule that would otherwise block this pack, and on whose authority (separation of duties)."""
    blocked = RuleVerdict.objects.filter(pack_id=pack_id, severity="B", outcome__in=("fail", "needs_event"))
    used = counting().filter(
        Q(lot_id__in=blocked.values("pack__lot_id")) | Q(product_id__in=blocked.values("pack__lot__product_id")),
        rule__in=blocked.values("rule"),
    )
    signed = dict(used.values_list("pk", "waived_by_id"))
    return {*signed.values(), *lenders_to(signed.values(), signed)}
