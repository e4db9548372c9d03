"""Limits of a trend are computed, proposed, and locked by the sponsor's signature (domain §D, ADR 0013)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from clocks.actions import close_items, open_item
from evidence import trend_rules as rules
from evidence.content import trend_content
from evidence.models import TrendLimits
from evidence.pack.numbers import shortest_text
from evidence.pack.tolerance import trend_figures
from evidence.states import TrendState
from evidence.trend_points import Point, points_of, product_tests, unit_of
from kernel.errors import Refused
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from lots.rules import check_may, check_reason
from masters.models import Product, SpecificationTest
from parties.identity import ProofOfIdentity
from parties.models import Partnership
from records.actions.signatures import sign
from records.states import Meaning


def propose_limits(
    *, product_id: UUID, test: str, left_out: Mapping[str, str], by: Actor, reason: str, at: datetime
) -> TrendLimits:
    """Compute limits from the product's own results; `left_out`: "lot/result" → why it does not count.

    Raises Refused for fewer than twenty results, and while other limits of the test wait for their signature.
    """
    product = Product.objects.get(pk=product_id)
    with transaction.atomic(), acting(by=by, reason=reason or "limits proposed", at=at):
        check_may(by, "evidence.propose_limits", product, "propose limits of a trend")
        check_reason(reason)
        found = _test(product.pk, test)
        others = TrendLimits.objects.filter(product=product, test=test)
        rules.check_none_waits(is_waiting=others.filter(state=TrendState.PROPOSED).exists())
        points = points_of(product, [found])[found.code]
        rules.check_left_out(left_out, {point.key for point in points})
        counted = [point for point in points if point.key not in left_out]
        rules.check_points(len(counted))
        figures = trend_figures([point.value for point in counted])
        limits = TrendLimits.objects.create(
            partnership_id=product.partnership_id,
            sponsor_id=product.sponsor_id,
            product=product,
            test=found.code,
            test_name=found.name,
            unit=unit_of(found),
            version=(others.aggregate(last=Max("version"))["last"] or 0) + 1,
            points=[_written(point) for point in counted],
            left_out=[
                {**_written(point), "why": left_out[point.key].strip()} for point in points if point.key in left_out
            ],
            mean=figures.mean,
            deviation=figures.deviation,
            factor=figures.factor,
            low=figures.low,
            high=figures.high,
            chart_low=figures.chart_low,
            chart_high=figures.chart_high,
            reason=reason.strip(),
            proposed_by_id=by.person_id,
            proposed_at=at,
        )
        _ask(limits, by=by, at=at)
        return limits


def lock_limits(
    *, limits_id: UUID, proof: ProofOfIdentity, shown_hash: str, by: Actor, reason: str, at: datetime
) -> TrendLimits:
    """From now on results are judged by these; the former limits of the test are replaced."""
    with transaction.atomic(), acting(by=by, reason=reason or "limits locked", at=at):
        limits = TrendLimits.objects.locked([limits_id]).get()
        transition = check_move(limits, "lock", by=by, reason=reason, signed=True)
        rules.check_other_person(limits.proposed_by_id, by)
        sign(
            by=by,
            subject=limits,
            subject_kind="trend_limits",
            subject_label=f"{limits.test_name} of {limits.product.code}, limits {limits.version}",
            content=trend_content(limits),
            meaning=Meaning(transition.meaning),
            proof=proof,
            reason=reason,
            at=at,
            shown_hash=shown_hash,
            permission="evidence.lock_limits",
        )
        for former in TrendLimits.objects.filter(
            product_id=limits.product_id, test=limits.test, state=TrendState.LOCKED
        ).select_for_update(of=("self",), no_key=True):
            former.ended_at = at
            move(former, "replace", by=by)
        close_items(key=_key(limits), by=by, at=at)
        limits.locked_at = at
        move(limits, "lock", by=by, reason=reason, signed=True)
        return limits


def withdraw_limits(*, limits_id: UUID, by: Actor, reason: str, at: datetime) -> TrendLimits:
    """The proposal is taken back; it stays on record."""
    with transaction.atomic(), acting(by=by, reason=reason or "limits withdrawn", at=at):
        limits = TrendLimits.objects.locked([limits_id]).get()
        close_items(key=_key(limits), by=by, at=at)
        limits.ended_at = at
        move(limits, "withdraw", by=by, reason=reason)
        return limits


def _test(product_id: UUID, code: str) -> SpecificationTest:
    found = {test.code: test for test in product_tests(product_id)}
    if code not in found:
        raise Refused("Choose a test of the product’s specification.", rules.LAW, code="trend-test")
    return found[code]


def _ask(limits: TrendLimits, *, by: Actor, at: datetime) -> None:
    open_item(
        key=_key(limits),
        partnership=Partnership.objects.get(pk=limits.partnership_id),
        organisation_id=limits.sponsor_id,
        roles=("SQA", "SQH"),
        title=f"Lock limits: {limits.test_name} of {limits.product.name}"[:250],
        why=rules.LAW,
        url=f"/evidence/limits/{limits.pk}/",
        by=by,
        at=at,
    )


def _key(limits: TrendLimits) -> str:
    return f"trend_limits/{limits.pk}"


def _written(point: Point) -> dict[str, Any]:
    return {"lot": point.lot, "result": point.result, "value": shortest_text(point.value)}
