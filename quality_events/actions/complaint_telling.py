"""Who is asked and told as a complaint goes its way; both companies see each step."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from clocks.actions import close_items, notify, open_item
from clocks.calendars import words
from clocks.queries import nearest, time_left
from kernel.scope import Actor
from parties.models import Partnership
from quality_events.models import Complaint

SPONSOR_ROLES, CMO_ROLES = ("SQA", "SQH"), ("CQC", "CQA")
STEPS = {
    "screen": ("Screen", SPONSOR_ROLES, CMO_ROLES, "21 USC 379aa-1(a)(2)"),
    "review": ("Review", SPONSOR_ROLES, CMO_ROLES, "21 CFR 111.560(a)"),
    "decide": ("Decide whether to investigate", ("SQH",), CMO_ROLES, "21 CFR 111.560(b)"),
    "answer": ("Answer and close", SPONSOR_ROLES, CMO_ROLES, "21 CFR 111.570(b)(2)(ii)"),
}
"""What waits → how the inbox says it, the sponsor's roles, the CMO's, and why."""


def ask(complaint: Complaint, what: str, *, by: Actor, at: datetime) -> None:
    """One item for each company's quality people, in place of what waited before; whoever does it closes both."""
    stop_asking(complaint, by=by, at=at)
    words, sponsor_roles, cmo_roles, why = STEPS[what]
    partnership = Partnership.objects.get(pk=complaint.partnership_id)
    for organisation_id, roles in ((partnership.sponsor_id, sponsor_roles), (partnership.cmo_id, cmo_roles)):
        open_item(
            key=_key(complaint, what),
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            title=f"{words}: {headline(complaint)}"[:250],
            why=why,
            url=page_of(complaint),
            by=by,
            at=at,
        )


def stop_asking(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    for what in STEPS:
        close_items(key=_key(complaint, what), by=by, at=at)


def tell(complaint: Complaint, step: str, what: str, *, by: Actor, at: datetime, clause: str = "") -> None:
    """Mail to both companies' quality people, once for each step (`received`, `serious`, …) and moment."""
    partnership = Partnership.objects.get(pk=complaint.partnership_id)
    lots, how_long = _lots(complaint), _how_long(complaint, at)
    sides: Iterable[tuple[UUID, tuple[str, ...]]] = (
        (partnership.sponsor_id, SPONSOR_ROLES),
        (partnership.cmo_id, CMO_ROLES),
    )
    for organisation_id, roles in sides:
        notify(
            key=f"{_key(complaint, step)}/{at.isoformat()}/{organisation_id}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=f"{headline(complaint)}: {what}",
            facts={
                "what": complaint.words[:500],
                "lot": lots,
                "clause": clause or STEPS["answer"][-1],
                "how_long": how_long,
            },
            url=page_of(complaint),
            by=by,
            at=at,
        )


def _lots(complaint: Complaint) -> str:
    """Those it concerns, else the number as it was told."""
    numbers = complaint.complaint_lots.filter(is_relevant=True).order_by("lot__number")
    found = ", ".join(numbers.values_list("lot__number", flat=True))
    return found or (f"{complaint.stated_lot}, as told" if complaint.stated_lot else "unknown")


def _how_long(complaint: Complaint, at: datetime) -> str:
    """Since when either company has it, and what is due first: a report to the FDA, above all."""
    owed = nearest([complaint.pk, *complaint.reports.values_list("pk", flat=True)])
    return f"received {words(at - complaint.first_received_at)} ago; {time_left(owed, at)}"


def headline(complaint: Complaint) -> str:
    return f"{complaint.number} ({complaint.get_nature_display().lower()}) on {complaint.product.name}"[:200]


def page_of(complaint: Complaint) -> str:
    return f"/events/complaints/{complaint.pk}/"


def _key(complaint: Complaint, what: str) -> str:
    return f"complaint/{complaint.pk}/{what}"
