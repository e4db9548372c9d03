"""What people and sites say about themselves must be usable on every page and record."""

from collections.abc import Collection, Iterable
from datetime import datetime, time

from kernel.errors import Forbidden, Refused, Stale
from kernel.scope import Actor
from parties.identity import ProofOfIdentity


def check_time_zone(time_zone: str, known: Collection[str]) -> None:
    """Empty stands for the site's own zone."""
    if time_zone and time_zone not in known:
        raise Refused(f"There is no time zone “{time_zone}”.", code="time-zone-unknown")


def check_work_time(
    *,
    holiday_region: str,
    opens_at: time | None,
    closes_at: time | None,
    working_days: Iterable[int],
    known: Collection[str],
) -> None:
    """Deadlines need a calendar that opens: a region that is known, hours in their order, days of a week."""
    if holiday_region and holiday_region not in known:
        raise Refused(f"There is no table of holidays for “{holiday_region}”.", code="region-unknown")
    if (opens_at is None) != (closes_at is None):
        raise Refused("Give both hours, when it opens and when it closes, or neither.", code="work-time")
    if opens_at and closes_at and closes_at <= opens_at:
        raise Refused("It closes after it opens, on the same day.", code="work-time")
    if not set(working_days) <= set(range(7)):
        raise Refused("A week has seven days, Monday to Sunday.", code="work-time")


def site_known(name: str) -> Refused:
    """For the unique constraint: a name once per organisation."""
    return Refused(f"There is a site named “{name.strip()}” already.", code="site-known")


def check_own_proof(proof: ProofOfIdentity, by: Actor, at: datetime) -> None:
    """The statement is accepted by the person himself, at this moment."""
    if proof.person_id != by.person_id or not proof.holds_at(at):
        raise Forbidden("Give your own password or passkey again.", "21 CFR 11.200(a)(2)")


def check_statement_shown(proof: ProofOfIdentity, statement_hash: str) -> None:
    """What is accepted is the wording that the page showed."""
    item = proof.item(proof.person_id)
    if item is None or item.content_hash != statement_hash:
        raise Stale("The statement has changed since you opened this page. Read it again.", "21 CFR 11.10(j)")
