"""The steps of the CMO's operations: start, complete, void. Each page says what the step will do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kernel.clock import now
from lots import actions
from lots.forms import CompleteForm, ReasonForm, RemarkForm
from lots.views.steps import Step, posted, taken

START = Step(
    "start",
    "Start lot {}",
    "Start the lot",
    "The approved master record, specification, sampling plan and label in force today and the signed "
    "quality agreement are frozen into the lot.",
)
COMPLETE = Step(
    "complete",
    "Complete lot {}",
    "Complete the lot",
    "Starts the clock for handing over the evidence pack, as the quality agreement says.",
)
VOID = Step(
    "void",
    "Void lot {}",
    "Void the lot",
    "For a lot typed twice or never made. It stays on record with your reason and cannot be used again.",
    is_destructive=True,
)


def start(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Begin manufacture."""
    by, form = request.actor, RemarkForm(posted(request))  # type: ignore[attr-defined]  # ours
    return taken(request, lot_id, START, form, lambda given: actions.start_lot(lot_id=lot_id, by=by, at=now(), **given))


def complete(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """The last unit is packed."""
    by, form = request.actor, CompleteForm(posted(request))  # type: ignore[attr-defined]  # ours
    return taken(
        request,
        lot_id,
        COMPLETE,
        form,
        lambda given: actions.complete_lot(lot_id=lot_id, by=by, at=now(), **given),
    )


def void(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Take a lot off that was never made."""
    by, form = request.actor, ReasonForm(posted(request))  # type: ignore[attr-defined]  # ours
    return taken(request, lot_id, VOID, form, lambda given: actions.void_lot(lot_id=lot_id, by=by, at=now(), **given))
