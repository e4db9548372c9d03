"""Who is asked and told as a change goes from hand to hand."""

from datetime import datetime
from uuid import UUID

from agreements.change_defaults import CHANGE_DEFAULTS
from agreements.terms import Terms
from change_control.models import ChangeRequest
from clocks.actions import close_items, notify, open_item, start
from clocks.ladder import at_deadline, escalation, warning
from clocks.states import StartEvidence
from kernel.scope import Actor
from parties.models import Partnership

DECIDERS = ("SQH",)
SPONSOR_ROLES = ("SQA", "SQH")
CMO_ROLES = ("CQA", "CCH")
EMERGENCY_CLOCK, REVIEW_CLOCK = "change_control.emergency", "change_control.post_review"


def ask_to_assess(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the CMO: the impact list waits for its answers."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    title = f"Assess the impact of {_headline(change)}"
    _ask(change, "assess", partnership, partnership.cmo_id, CMO_ROLES, title, by=by, at=at)


def ask_to_decide(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the sponsor's head of quality."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    title = f"Decide on {_headline(change)}"
    _ask(change, "decide", partnership, partnership.sponsor_id, DECIDERS, title, by=by, at=at)


def ask_to_implement(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the CMO: what may be changed is changed on its day."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    title = f"Make {_headline(change)} effective on {change.effective_on}"
    _ask(change, "implement", partnership, partnership.cmo_id, CMO_ROLES, title, by=by, at=at)


def ask_to_close(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """An item for the sponsor: the finding after the effect."""
    partnership = Partnership.objects.get(pk=change.partnership_id)
    title = f"Close {_headline(change)}"
    _ask(change, "close", partnership, partnership.sponsor_id, SPONSOR_ROLES, title, by=by, at=at)


def _ask(
    change: ChangeRequest, what: str, partnership: Partnership, organisation_id: UUID, roles: tuple[str, ...],
    title: str, *, by: Actor, at: datetime,
) -> None:  # fmt: skip
    open_item(
        key=_key(change, what), partnership=partnership, organisation_id=organisation_id, roles=roles,
        title=title[:250], why=change.clause, url=_page(change), by=by, at=at,
    )  # fmt: skip


def stop_asking(change: ChangeRequest, *, by: Actor, at: datetime) -> None:
    for what in ("assess", "decide", "implement", "close"):
        close_items(key=_key(change, what), by=by, at=at)


def start_emergency_clock(change: ChangeRequest, terms: Terms | None, *, by: Actor, at: datetime) -> None:
    """The sponsor decides within the clause's business days from now; its own head is told first."""
    partnership = Partnership.objects.select_related("sponsor").get(pk=change.partnership_id)
    days = terms.change_figure("emergency_days") if terms else CHANGE_DEFAULTS["emergency_days"]
    sponsor = partnership.sponsor
    start(
        rule=EMERGENCY_CLOCK, subject_kind="change_request", subject_id=change.pk, partnership=partnership,
        title=f"Decide on emergency {_headline(change)}"[:200], clause=change.clause, owner=sponsor,
        owner_roles=DECIDERS, started_at=at, start_evidence=StartEvidence.ASKED, amount=days,
        unit="business_days", url=_page(change), by=by, at=at,
        ladder=[
            warning(24, sponsor.pk, SPONSOR_ROLES), at_deadline(sponsor.pk, SPONSOR_ROLES),
            escalation(24, partnership.cmo_id, CMO_ROLES),
        ],
    )  # fmt: skip


def start_review_clock(change: ChangeRequest, terms: Terms | None, *, by: Actor, at: datetime) -> None:
    """The CMO looks at the change again on its day."""
    partnership = Partnership.objects.select_related("cmo").get(pk=change.partnership_id)
    days = terms.change_figure("post_review_days") if terms else CHANGE_DEFAULTS["post_review_days"]
    start(
        rule=REVIEW_CLOCK, subject_kind="change_request", subject_id=change.pk, partnership=partnership,
        title=f"Review the effect of {_headline(change)}"[:200], clause=change.clause, owner=partnership.cmo,
        owner_roles=CMO_ROLES, started_at=at, start_evidence=StartEvidence.COMPLETED, amount=days,
        unit="days", url=_page(change), by=by, at=at,
        ladder=[warning(24 * 7, partnership.cmo_id, CMO_ROLES)],
    )  # fmt: skip


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
