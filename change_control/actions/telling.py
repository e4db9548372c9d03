"""Who is asked and told as a change goes from hand to hand."""

from datetime import datetime

from change_control.models import ChangeRequest
from clocks.actions import close_items, notify, open_item
from kernel.scope import Actor
from parties.models import Partnership

DECIDERS = ("SQH",)
SPONSOR_ROLES = ("SQA", "SQH")
CMO_ROLES = ("CQA", "CCH")


def ask_to_decide(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the sponsor's head of quality."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    open_item(
        key=_key(change, "decide"),
        partnership=partnership,
        organisation_id=partnership.sponsor_id,
        roles=DECIDERS,
        title=f"Decide on {_headline(change)}",
        why=change.clause,
        url=_page(change),
        by=by,
        at=at,
    )


def ask_to_implement(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the CMO: what may be changed is changed on its day."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    open_item(
        key=_key(change, "implement"),
        partnership=partnership,
        organisation_id=partnership.cmo_id,
        roles=CMO_ROLES,
        title=f"Make {_headline(change)} effective on {change.effective_on}",
        why=change.clause,
        url=_page(change),
        by=by,
        at=at,
    )


def stop_asking(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    for what in ("decide", "implement"):
        close_items(key=_key(change, what), by=by, at=at)


def tell_sponsor(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """Mail: submitted, announced, effective."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    _tell(change, partnership, partnership.sponsor_id, SPONSOR_ROLES, by=by, at=at)


def tell_cmo(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """Mail: approved, rejected, to be approved after all."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    _tell(change, partnership, partnership.cmo_id, CMO_ROLES, by=by, at=at)


def _tell(
    change: ChangeRequest,
    partnership: Partnership,
    organisation_id: object,
    roles: tuple[str, ...],
    *,
    by: Actor,
    at: datetime,
) -> None:
    words = change.get_state_display().lower()
    notify(
        key=f"{_key(change, change.state)}/{at.isoformat()}",
        partnership=partnership,
        organisation_id=organisation_id,  # type: ignore[arg-type]  # a key of Organisation
        roles=roles,
        subject_line=f"{_headline(change)}: {words}",
        facts={"what": change.title, "clause": change.clause, "how_long": f"effective on {change.effective_on}"},
        url=_page(change),
        by=by,
        at=at,
    )


def _headline(change: ChangeRequest) -> str:
    return f"{change.number} ({change.get_trigger_display().lower()}): {change.title}"[:200]


def _key(change: ChangeRequest, what: str) -> str:
    return f"change/{change.pk}/{what}"


def _page(change: ChangeRequest) -> str:
    return f"/changes/{change.pk}/"
