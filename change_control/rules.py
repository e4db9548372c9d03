"""What must hold before a change is proposed, submitted, approved, made effective (domain §C5)."""

from datetime import date, timedelta
from typing import Any

from agreements.terms import Terms
from change_control.models import ChangeRequest
from change_control.states import ChangeState, ChangeTrigger
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
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


def check_lead(effective_on: date, terms: Terms | None, today: date) -> None:
    """The agreement's notice between request and effect; never in the past."""
    lead = terms.change_lead_days if terms else 0
    earliest = today + timedelta(days=lead)
    if effective_on >= earliest:
        return
    notice = f"{lead} days after it is submitted" if lead else "today"
    raise Refused(
        f"A change takes effect {notice} at the earliest. Choose {earliest} or a later day.",
        terms.citation("change") if terms else "quality agreement",
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
