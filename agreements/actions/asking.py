"""Whom a version waits for: the other side to read a draft, both to sign what is agreed."""

from datetime import UTC, datetime, time

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


def ask_to_renew(version: AgreementVersion, *, by: Actor, at: datetime) -> None:
    """Both heads of quality, until a version is signed that follows without a gap; asked again, nothing is added."""
    ends = version.effective_until
    assert ends is not None  # noqa: S101 - only what ends is asked for
    due_at = datetime.combine(ends, time(), UTC)
    for side, roles in SIGNERS.items():
        title = f"Renew {version}: it expires on {ends}"
        _ask(version, side, roles, title, f"{_key(version)}/renew", due_at=due_at, by=by, at=at)


def stop_asking_to_renew(version: AgreementVersion, *, by: Actor, at: datetime) -> None:
    close_items(key=f"{_key(version)}/renew", by=by, at=at)


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
    due_at: datetime | None = None,
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
        due_at=due_at,
        by=by,
        at=at,
    )
