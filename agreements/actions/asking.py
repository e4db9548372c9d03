"""Whom a version waits for: the other side to read a draft, both to sign what is agreed."""

from datetime import datetime

from agreements.models import AgreementVersion
from clocks.actions import close_items, open_item
from kernel.scope import Actor, Side
from parties.models import Partnership

READERS: dict[Side, tuple[str, ...]] = {"sponsor": ("SQH", "SRM"), "cmo": ("CQA",)}
SIGNERS: dict[Side, tuple[str, ...]] = {"sponsor": ("SQH",), "cmo": ("CQA",)}


def ask_to_read(version: AgreementVersion, *, by: Actor, at: datetime) -> None:
    """The side that did not write the draft is asked to read it."""
    side: Side = "cmo" if by.side(version) == "sponsor" else "sponsor"
    _ask(version, side, READERS[side], f"Read the draft {version}", f"{_key(version)}/read", by=by, at=at)


def ask_to_sign(version: AgreementVersion, *, by: Actor, at: datetime) -> None:
    close_items(key=f"{_key(version)}/read", by=by, at=at)
    for side, roles in SIGNERS.items():
        _ask(version, side, roles, f"Sign {version}", f"{_key(version)}/sign/{side}", by=by, at=at)


def stop_asking(version: AgreementVersion, *, by: Actor, at: datetime, side: Side | None = None) -> None:
    """Close what one side was asked to do, or, without a side, everything."""
    if side is not None:
        close_items(key=f"{_key(version)}/sign/{side}", by=by, at=at)
        return
    for what in ("read", "sign/sponsor", "sign/cmo"):
        close_items(key=f"{_key(version)}/{what}", by=by, at=at)


def _key(version: AgreementVersion) -> str:
    return f"agreement/{version.pk}"


def _ask(
    version: AgreementVersion,
    side: Side,
    roles: tuple[str, ...],
    title: str,
    key: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    partnership = Partnership.objects.get(pk=version.partnership_id)
    open_item(
        key=key,
        partnership=partnership,
        organisation_id=partnership.sponsor_id if side == "sponsor" else partnership.cmo_id,
        roles=roles,
        title=title,
        why=version.agreement.title,
        url=f"/agreements/{version.agreement_id}/",
        by=by,
        at=at,
    )
