"""Two changes that nobody asked for ahead: one made under hold, one found by a pack's comparison."""

from datetime import datetime, timedelta

from change_control.actions import declare_emergency, propose, submit
from change_control.actions.proposing import ChangeDraft
from change_control.models import ChangeRequest, Difference
from change_control.queries import running_lots
from kernel.scope import Actor
from oversight.demo.baseline import CLERKS, CMO_QUALITY, KEYSTONE
from oversight.demo.stage import Scene, Stage

DECLARED = timedelta(hours=20)
"""Before today: the sponsor's two business days still run."""
ANSWERED = timedelta(minutes=30)
"""Before today: after the packs of the year were compared."""


def changes_at_once(stage: Stage, today: datetime) -> list[Scene]:
    return [
        Scene(today - DECLARED, "emergency: bottle supplier's line burnt out", lambda: _emergency(stage, today)),
        Scene(today - ANSWERED, "humidity found higher: asked for afterwards", lambda: _retrospective(stage)),
    ]


def _emergency(stage: Stage, today: datetime) -> ChangeRequest:
    """Bottles of another maker, so that the line does not stand; the lot packed in them is held."""
    product = stage.made["product/MG-GLY-120"]
    draft = ChangeDraft(
        title="Bottles of Berlin Packaging instead of Alpha Plastics",
        trigger="packaging",
        description="250 cc HDPE, white, same drawing and resin grade; Alpha's blow-molding line burnt out on Sunday.",
        justification="No bottles in the house for the lots of this week.",
        impact="Same resin and closure; torque and seal checked hourly.",
        effective_on=(today - DECLARED).date(),
    )

    def declared(by: Actor, at: datetime) -> ChangeRequest:
        change = propose(product_id=product.pk, content=draft, by=by, reason="", at=at)
        lots = [lot.pk for lot in running_lots(product.pk).filter(state="in_process").order_by("-number")[:1]]
        why = "The line would stand for three weeks."
        return declare_emergency(change_id=change.pk, lot_ids=lots, by=by, reason=why, at=at)

    return stage.act(CMO_QUALITY[KEYSTONE], declared)


def _retrospective(stage: Stage) -> ChangeRequest | None:
    """What the comparison found is asked for: it answers the breach, which stays open for its lot."""

    def asked(by: Actor, at: datetime) -> ChangeRequest | None:
        found = Difference.objects.filter(comparison__event__isnull=False).select_related("comparison__pack__lot")
        first = found.order_by("comparison__compared_at", "position").first()
        if first is None:
            return None
        draft = ChangeDraft(
            title=f"{first.where}: {first.found}"[:200],
            trigger=first.trigger,
            description=f"Approved: {first.approved}. Found: {first.found}.",
            justification="The dryer failed for a shift; the range that was run is asked for.",
            impact="Water content of the blend was within its limit.",
            effective_on=at.date(),
        )
        change = propose(
            product_id=first.comparison.pack.lot.product_id, content=draft, by=by, reason="", at=at,
            event_id=first.comparison.event_id,
        )  # fmt: skip
        return submit(change_id=change.pk, by=by, reason="", at=at)

    return stage.act(CLERKS[KEYSTONE], asked)
