"""What must hold before an outsider looks in, or two companies become partners (21 CFR 11.10(d))."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from kernel.errors import Refused
from parties.models import AuditorGrant, Person

LONGEST_GRANT = timedelta(days=366)


def check_grant_period(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """A look has an end, and not too far away."""
    if ends_at <= starts_at or ends_at <= at:
        raise Refused("The access must end after it starts, and in the future.", "21 CFR 11.10(d)", code="period")
    if ends_at - starts_at > LONGEST_GRANT:
        raise Refused(f"An auditor’s access lasts at most {LONGEST_GRANT.days} days.", "21 CFR 11.10(d)", code="period")


def check_purpose(purpose: str) -> None:
    if not purpose.strip():
        raise Refused("Say what the access is for.", "21 CFR 11.10(d)", code="purpose-missing")


def check_made_between(made_from: date | None, made_until: date | None) -> None:
    if made_from is not None and made_until is not None and made_until < made_from:
        raise Refused("The last day of making cannot lie before the first.", "21 CFR 11.10(d)", code="period")


def check_all_found(missing: Sequence[str]) -> None:
    """A number that was mistyped would silently show less than was meant, or nothing."""
    if missing:
        raise Refused(
            f"This partnership has no {' and no '.join(missing)}. Check the spelling.",
            "21 CFR 11.10(d)",
            code="not-found",
        )


def check_grant_live(grant: AuditorGrant, at: datetime) -> None:
    if grant.revoked_at is not None or grant.ends_at <= at:
        raise Refused("This access has ended already.", code="wrong-state")


def check_may_be_auditor(person: Person | None, email: str) -> None:
    """Somebody who acts for a company of the platform is no outsider."""
    if person is not None:
        raise Refused(f"{email} cannot be let in as an external auditor.", "21 CFR 11.10(d)", code="not-an-auditor")


def check_company_name(name: str) -> None:
    if not name.strip() or not name.strip().isprintable():
        raise Refused("Give the company’s name.", code="name-missing")


def check_company_new(*, is_known: bool, name: str) -> None:
    if is_known:
        raise Refused(f"A company named “{name.strip()}” is on Oversight already.", code="company-known")


def check_side(side: str) -> None:
    if side not in {"sponsor", "cmo"}:
        raise Refused("Say whether your company is the sponsor or the CMO.", code="side-unknown")


def check_two_companies(sponsor_id: UUID, cmo_id: UUID) -> None:
    if sponsor_id == cmo_id:
        raise Refused("A company cannot be its own partner. Log in for the other company.", code="same-company")


def already_partners() -> Refused:
    """For the unique constraint: one partnership for a pair and direction."""
    return Refused("These two companies are partners in this direction already.", code="partners-already")
