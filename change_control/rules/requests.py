"""What must hold before a change is proposed, submitted, approved, made effective (domain §C5)."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from agreements.change_defaults import CHANGE_DEFAULTS
from agreements.terms import Terms
from change_control.classification import Classified
from change_control.models import ChangeRequest
from change_control.states import ChangePath, ChangeState, ChangeTrigger
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from lots.models import Lot
from parties.states import Role

_TEXTS = {
    "title": "what changes, in one line",
    "description": "a description of the change",
    "justification": "why it is needed",
    "impact": "its impact on quality, validation, labels and stock",
}


def check_whole(fields: dict[str, Any]) -> None:
    """Nobody can assess what is not written down (ICH Q10 3.2.3)."""
    for name, what in _TEXTS.items():
        if not str(fields[name]).strip():
            raise Refused(f"Write {what}.", "ICH Q10 3.2.3")
    if fields["trigger"] not in ChangeTrigger.values:
        raise Refused(f"“{fields['trigger']}” is not a kind of change.", "quality agreement")


def check_draft(change: ChangeRequest) -> None:
    """What was submitted no longer changes under the reader (21 CFR 11.70)."""
    if change.state != ChangeState.DRAFT:
        raise Refused(
            f"{change} is “{change.get_state_display()}”: its text is fixed.", "21 CFR 11.70", code="wrong-state"
        )


def check_lead(change: ChangeRequest, found: Classified, today: date) -> None:
    """The agreement's notice between request and effect; never in the past.

    What happened to the CMO, or was found made, has its day behind it: it is told, late or not.
    """
    if change.path == ChangePath.RETROSPECTIVE or found.notice_hours:
        return
    earliest = found.earliest(today)
    if change.effective_on >= earliest:
        return
    notice = f"{found.lead_days} days after it is submitted" if found.lead_days else "today"
    raise Refused(
        f"A change takes effect {notice} at the earliest. Choose {earliest} or a later day.",
        found.clause or "quality agreement",
    )


def check_covered(change: ChangeRequest, terms: Terms | None, today: date) -> None:
    """What was submitted under an agreement is not decided after the agreement has ended."""
    if change.clause and terms is None:
        raise Refused(
            f"{change} was submitted under {change.clause}, and no quality agreement covers “{change.product.group}” "
            f"on {today}. Both sides must sign one first.",
            change.clause,
            code="agreement-ended",
        )


def check_in(change: ChangeRequest, states: Collection[str], sentence: str) -> None:
    if change.state not in states:
        raise Refused(sentence, "21 CFR 11.70", code="wrong-state")


def check_lots_of(change: ChangeRequest, lot_ids: Collection[UUID], found: Collection[Lot]) -> None:
    """An emergency names the lots that are made under it, of its product (domain §C5: lots held)."""
    if not lot_ids:
        raise Refused("Name the lots that are made under the emergency change: they are held.", "quality agreement")
    if {lot.pk for lot in found} != set(lot_ids):
        raise Refused(f"A lot that is named is not one of {change.product.name}.", "quality agreement")


def review_days(terms: Terms | None) -> int:
    """Days from the effect until the change is looked at again."""
    return terms.change_figure("post_review_days") if terms else CHANGE_DEFAULTS["post_review_days"]


def check_approver(change: ChangeRequest, terms: Terms | None, by: Actor) -> None:
    """Labels are decided by whom the agreement names; every other change by the head of quality (domain §C5)."""
    wanted = terms.label_approver if terms and change.trigger == ChangeTrigger.LABEL else "SQH"
    if wanted not in by.roles:
        raise Forbidden(
            f"The agreement leaves this change to: {Role(wanted).label}.",
            terms.citation("label_ownership" if wanted == "SLB" else "change") if terms else "quality agreement",
        )


def check_date_reached(change: ChangeRequest, today: date) -> None:
    """An approved change is not made effective before its day."""
    if today < change.effective_on:
        raise Refused(
            f"{change} takes effect on {change.effective_on}. Make it effective on that day or later.",
            change.clause or "quality agreement",
        )
