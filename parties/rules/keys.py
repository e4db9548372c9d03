"""What must hold before a key is made or ended (domain §E.9)."""

from datetime import datetime, timedelta

from kernel.errors import Refused
from parties.models import ApiKey, Membership

LONGEST_KEY = timedelta(days=731)


def check_key_period(expires_at: datetime, at: datetime) -> None:
    if not at < expires_at <= at + LONGEST_KEY:
        raise Refused(f"A key lasts from now for at most {LONGEST_KEY.days} days.", "21 CFR 11.300(b)", code="period")


def check_found(membership: Membership | None, email: str, organisation_name: str) -> Membership:
    """The live membership that a key acts as."""
    if membership is None:
        raise Refused(f"{email} does not act for “{organisation_name}” today.", code="not-a-member")
    return membership


def check_key_live(key: ApiKey, at: datetime) -> None:
    if key.revoked_at is not None or key.expires_at <= at:
        raise Refused("This key has ended already.", code="wrong-state")
