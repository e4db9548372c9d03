"""The assay of magnesium gets its limits: computed by the CMO, locked by the sponsor, broken by a later lot (R318)."""

from datetime import datetime, timedelta

from evidence.actions.trends import lock_limits, propose_limits
from evidence.content import trend_content
from evidence.models import TrendLimits
from kernel import clock
from kernel.scope import Actor
from oversight.demo.baseline import ALDER, CMO_QUALITY, HEADS, KEYSTONE
from oversight.demo.designs import MAGNESIUM
from oversight.demo.stage import Scene, Stage
from quality_events.actions.oot import report_next
from records.content import content_hash

PROPOSED, LOCKED, LOOKED_AT = timedelta(hours=100), timedelta(hours=76), timedelta(hours=1)
"""Before today: between the packs of the lots that were decided and those that wait for a review."""


def trend(stage: Stage, today: datetime) -> list[Scene]:
    """Limits of one test; then the platform looks for results outside them, as its worker would."""

    def propose(by: Actor, at: datetime) -> TrendLimits:
        product = stage.made[f"product/{MAGNESIUM.product.code}"]
        reason = "A year of lots from one process: time to watch for drift."
        return propose_limits(product_id=product.pk, test="ASSAY", left_out={}, by=by, reason=reason, at=at)

    def lock(by: Actor, at: datetime) -> TrendLimits:
        limits = TrendLimits.objects.select_related("product").get()
        shown = content_hash(trend_content(limits))
        proof = stage.proof(by, limits, shown)
        reason = "The histogram is even and no lot stands out."
        return lock_limits(limits_id=limits.pk, proof=proof, shown_hash=shown, by=by, reason=reason, at=at)

    return [
        Scene(today - PROPOSED, "trend: propose", lambda: stage.act(CMO_QUALITY[KEYSTONE], propose)),
        Scene(today - LOCKED, "trend: lock", lambda: stage.act(HEADS[ALDER], lock)),
        Scene(today - LOOKED_AT, "trend: report", lambda: report_next(at=clock.now())),
    ]
