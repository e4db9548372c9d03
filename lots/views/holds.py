"""Placing a hold, looking at it again, and lifting it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from kernel.clock import now
from lots import actions
from lots.actions.holds import REVIEW_AFTER
from lots.forms import HoldForm, KeepHoldForm, ReasonForm
from lots.models import Hold
from lots.views.steps import Step, posted, taken

HOLD = Step(
    "hold",
    "Place a hold on lot {}",
    "Place the hold",
    "The lot cannot be used or shipped until your company lifts the hold. Moving it stays possible.",
    permission="lots.hold",
)
KEEP = Step(
    "keep",
    "Review the hold on lot {}",
    "Keep the hold",
    "The hold stays. Your company is reminded on the next review date.",
    permission="lots.hold",
)
LIFT = Step(
    "lift",
    "Lift a hold on lot {}",
    "Lift the hold",
    "Other holds stay in place. The lot ships again only when every other condition is met.",
    permission="lots.lift",
)


def place(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Stop a lot."""
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = HoldForm(posted(request), initial={"review_on": _in_a_month()})
    return taken(request, lot_id, HOLD, form, lambda given: actions.place_hold(lot_id=lot_id, by=by, at=now(), **given))


def keep(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Look at it again, and leave it."""
    hold = get_object_or_404(Hold, pk=hold_id)
    by = request.actor  # type: ignore[attr-defined]  # ours
    form = KeepHoldForm(posted(request), initial={"review_on": _in_a_month()})
    return taken(
        request,
        hold.lot_id,
        KEEP,
        form,
        lambda given: actions.keep_hold(hold_id=hold_id, by=by, at=now(), **given),
    )


def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Let it go again."""
    hold = get_object_or_404(Hold, pk=hold_id)
    by, form = request.actor, ReasonForm(posted(request))  # type: ignore[attr-defined]  # ours
    return taken(
        request,
        hold.lot_id,
        LIFT,
        form,
        lambda given: actions.lift_hold(hold_id=hold_id, by=by, at=now(), **given),
    )


def _in_a_month() -> date:
    return (now() + REVIEW_AFTER).date()
