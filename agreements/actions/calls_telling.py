"""Whom a call waits for: the other side to answer in the clause's time, then who called to settle."""

from datetime import datetime
from uuid import UUID

from agreements.calls import Calling
from agreements.models import ClauseCall
from clocks.actions import cancel, close_items, meet, notify, open_item, start
from clocks.ladder import escalation, warning
from clocks.states import StartEvidence
from kernel.scope import Actor, Side
from parties.models import Organisation, Partnership

ROLES: dict[Side, tuple[str, ...]] = {"sponsor": ("SQA", "SQH", "SRM"), "cmo": ("CQA",)}
HEADS: dict[Side, tuple[str, ...]] = {"sponsor": ("SQH",), "cmo": ("CQA",)}


def rule_of(call: ClauseCall) -> str:
    """The clock's rule, as `agreements.effects` names it."""
    return f"agreements.{call.kind}"


def owe_answer(call: ClauseCall, calling: Calling, amount: int, *, by: Actor, at: datetime) -> None:
    """A request starts the other side's clock; a notice waits in its inbox to be acknowledged."""
    partnership, other, side = _other(call)
    title = f"{'Acknowledge' if calling.is_notice else 'Answer'} call {call.number}: {call.title}"[:200]
    if calling.is_notice:
        open_item(
            key=_key(call, "answer"), partnership=partnership, organisation_id=other.pk, roles=ROLES[side],
            title=title, why=call.clause, url=url_of(call), by=by, at=at,
        )  # fmt: skip
    else:
        start(
            rule=rule_of(call),
            subject_kind="clause_call",
            subject_id=call.pk,
            partnership=partnership,
            title=title,
            clause=call.clause,
            owner=other,
            owner_roles=HEADS[side] if calling.needs_consent else ROLES[side],
            started_at=at,
            start_evidence=StartEvidence.ASKED,
            amount=amount,
            unit=calling.unit,
            ladder=(
                *((warning(24, other.pk, ROLES[side]),) if calling.unit == "business_days" else ()),
                escalation(24, other.pk, HEADS[side]),
                escalation(48, call.called_by_id, HEADS["cmo" if side == "sponsor" else "sponsor"]),
            ),
            url=url_of(call),
            by=by,
            at=at,
        )
    _tell(call, title, partnership, other.pk, ROLES[side], by=by, at=at)


def ask_to_settle(call: ClauseCall, *, by: Actor, at: datetime) -> None:
    """The answer waits for who called."""
    partnership, _, other_side = _other(call)
    side: Side = "cmo" if other_side == "sponsor" else "sponsor"
    title = f"Read the answer to call {call.number}: {call.title}"[:200]
    open_item(
        key=_key(call, "settle"), partnership=partnership, organisation_id=call.called_by_id, roles=ROLES[side],
        title=title, why=call.clause, url=url_of(call), by=by, at=at,
    )  # fmt: skip
    _tell(call, title, partnership, call.called_by_id, ROLES[side], by=by, at=at)


def stop(call: ClauseCall, *, by: Actor, at: datetime) -> None:
    """The other side has answered."""
    meet(rule=rule_of(call), subject_id=call.pk, by=by, at=at)
    close_items(key=_key(call, "answer"), by=by, at=at)


def call_off(call: ClauseCall, *, by: Actor, at: datetime) -> None:
    """Nothing waits any more, on either side."""
    cancel(rule=rule_of(call), subject_id=call.pk, reason="settled or withdrawn", by=by, at=at)
    for what in ("answer", "settle"):
        close_items(key=_key(call, what), by=by, at=at)


def url_of(call: ClauseCall) -> str:
    return f"/agreements/calls/{call.pk}/"


def _key(call: ClauseCall, what: str) -> str:
    return f"call/{call.pk}/{what}"


def _other(call: ClauseCall) -> tuple[Partnership, Organisation, Side]:
    """The partnership, and the company that did not call with its side."""
    partnership = Partnership.objects.select_related("sponsor", "cmo").get(pk=call.partnership_id)
    if call.called_by_id == partnership.sponsor_id:
        return partnership, partnership.cmo, "cmo"
    return partnership, partnership.sponsor, "sponsor"


def _tell(
    call: ClauseCall,
    title: str,
    partnership: Partnership,
    organisation_id: UUID,
    roles: tuple[str, ...],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """By mail, once for each thing said."""
    notify(
        key=f"call/{call.pk}/said/{call.posts.count()}",
        partnership=partnership,
        organisation_id=organisation_id,
        roles=roles,
        subject_line=title,
        facts={"what": title, "clause": call.clause},
        url=url_of(call),
        by=by,
        at=at,
    )
