"""Who is asked and told inside the two companies as a recall goes on."""

from datetime import datetime

from clocks.actions import close_items, notify, open_item
from kernel.scope import Actor
from traceability.models import Recall

SPONSOR_ROLES, DECIDERS = ("SQA", "SQH"), ("SQH",)
CMO_ROLES = ("CQC", "CQA")


def tell_sponsor(recall: Recall, words: str, *, by: Actor, at: datetime) -> None:
    _tell(recall, recall.partnership.sponsor_id, SPONSOR_ROLES, words, by=by, at=at)


def tell_cmo(recall: Recall, words: str, *, by: Actor, at: datetime) -> None:
    _tell(recall, recall.partnership.cmo_id, CMO_ROLES, words, by=by, at=at)


def ask(recall: Recall, what: str, title: str, *, by: Actor, at: datetime) -> None:
    """An item: `evaluate` and `decide` for the sponsor, `part` for the contract manufacturer."""
    roles = {"evaluate": SPONSOR_ROLES, "decide": DECIDERS, "part": CMO_ROLES}[what]
    pair = recall.partnership
    open_item(
        key=_key(recall, what),
        partnership=pair,
        organisation_id=pair.cmo_id if what == "part" else pair.sponsor_id,
        roles=roles,
        title=f"{title}: {recall.number} {recall.title}"[:200],
        why="21 CFR 7.40",
        url=page_of(recall),
        by=by,
        at=at,
    )


def stop_asking(recall: Recall, *what: str, by: Actor, at: datetime) -> None:
    for name in what:
        close_items(key=_key(recall, name), by=by, at=at)


def page_of(recall: Recall) -> str:
    return f"/recalls/{recall.pk}/"


def _tell(
    recall: Recall, organisation_id: object, roles: tuple[str, ...], words: str, *, by: Actor, at: datetime
) -> None:
    notify(
        key=f"{_key(recall, recall.state)}/{at.isoformat()}",
        partnership=recall.partnership,
        organisation_id=organisation_id,  # type: ignore[arg-type]  # a key of Organisation
        roles=roles,
        subject_line=f"{recall.get_kind_display()} {recall.number}: {words}",
        facts={"what": recall.title, "clause": "21 CFR 7.40"},
        url=page_of(recall),
        by=by,
        at=at,
    )


def _key(recall: Recall, what: str) -> str:
    return f"recall/{recall.pk}/{what}"
