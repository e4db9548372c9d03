"""What people and sites say about themselves must be usable on every page and record."""

from collections.abc import Collection
from datetime import datetime

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.identity import ProofOfIdentity


def check_time_zone(time_zone: str, known: Collection[str]) -> None:
    """Empty stands for the site's own zone."""
    if time_zone and time_zone not in known:
        raise Refused(f"There is no time zone “{time_zone}”.", code="time-zone-unknown")


def site_known(name: str) -> Refused:
    """For the unique constraint: a name once per organisation."""
    return Refused(f"There is a site named “{name.strip()}” already.", code="site-known")


def check_own_proof(proof: ProofOfIdentity, by: Actor, at: datetime) -> None:
    """The statement is accepted by the person himself, at this moment."""
    if proof.person_id != by.person_id or not proof.holds_at(at):
        raise Forbidden("Give your own password or passkey again.", "21 CFR 11.200(a)(2)")
