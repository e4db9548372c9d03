"""Who is asked and told as returned product goes its way; both companies see each step."""

from datetime import datetime

from clocks.actions import close_items, notify, open_item
from kernel.scope import Actor
from parties.models import Partnership
from quality_events.actions.complaint_telling import CMO_ROLES, SPONSOR_ROLES
from quality_events.models import ReturnedProduct

STEPS = {
    "review": ("Review", "21 CFR 111.510"),
    "decide": ("Decide about", "21 CFR 111.515-111.525"),
    "destruction": ("Destroy", "21 CFR 111.515"),
    "reprocessed": ("Approve or reject reprocessed", "21 CFR 111.525(b)"),
}
"""What waits → how the inbox says it, and why."""


def ask(returned: ReturnedProduct, what: str, *, by: Actor, at: datetime) -> None:
    """One item for each company's quality people, in place of what waited before; whoever does it closes both."""
    stop_asking(returned, by=by, at=at)
    words, why = STEPS[what]
    partnership = Partnership.objects.get(pk=returned.partnership_id)
    for organisation_id, roles in ((partnership.sponsor_id, SPONSOR_ROLES), (partnership.cmo_id, CMO_ROLES)):
        open_item(
            key=_key(returned, what),
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            title=f"{words} {headline(returned)}"[:250],
            why=why,
            url=page_of(returned),
            by=by,
            at=at,
        )


def stop_asking(returned: ReturnedProduct, *, by: Actor, at: datetime) -> None:
    for what in STEPS:
        close_items(key=_key(returned, what), by=by, at=at)


def tell(returned: ReturnedProduct, step: str, what: str, *, by: Actor, at: datetime) -> None:
    """Mail to both companies' quality people, once for each step and moment."""
    partnership = Partnership.objects.get(pk=returned.partnership_id)
    for organisation_id, roles in ((partnership.sponsor_id, SPONSOR_ROLES), (partnership.cmo_id, CMO_ROLES)):
        notify(
            key=f"{_key(returned, step)}/{at.isoformat()}/{organisation_id}",
            partnership=partnership,
            organisation_id=organisation_id,
            roles=roles,
            subject_line=f"{headline(returned)}: {what}",
            facts={
                "what": returned.condition[:500],
                "lot": returned.lot.number if returned.lot else "unknown",
                "clause": STEPS["review"][-1],
                "how_long": "no deadline runs",
            },
            url=page_of(returned),
            by=by,
            at=at,
        )


def headline(returned: ReturnedProduct) -> str:
    lot = f", lot {returned.lot.number}" if returned.lot else ", lot unknown"
    return f"{returned.number}: {returned.quantity.normalize():f} {returned.unit} of {returned.product.name}{lot}"[:200]


def page_of(returned: ReturnedProduct) -> str:
    return f"/events/returns/{returned.pk}/"


def _key(returned: ReturnedProduct, what: str) -> str:
    return f"return/{returned.pk}/{what}"
