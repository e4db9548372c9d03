"""What must hold before an agreement's version is written, agreed and signed (domain §C0, 21 CFR 11.10(g))."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Protocol
from uuid import UUID

from agreements.clauses import UnreadableClauseError, checked
from agreements.states import NEEDED, ClauseKind, VersionState
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor

LONGEST_RULE = timedelta(days=366)
"""A conditional rule expires within twelve months (domain §C6)."""


class Dated(Protocol):
    """A version as far as its place in time goes."""

    version: int
    effective_from: date


class Signed(Protocol):
    """A signature that one side has given."""

    signer_id: UUID
    organisation_id: UUID
    printed_name: str


def check_named(text: str, what: str) -> None:
    """A name that people read aloud: visible characters, no padding."""
    if not text or text != text.strip() or not text.isprintable():
        raise Refused(f"Give {what} as it is printed, without blanks around it.", "quality agreement")


def check_new(*, number_taken: bool, group_taken: bool, number: str, group: str) -> None:
    """One agreement covers a product group; its number is its own."""
    if number_taken:
        raise Refused(f"Agreement {number} exists already in this partnership.", "quality agreement")
    if group_taken:
        raise Refused(f"“{group}” has an agreement already. Draft its next version instead.", "quality agreement")


def check_no_open_version(open_version: Any) -> None:
    """One version is worked on at a time."""
    if open_version is not None:
        raise Refused(
            f"{open_version} is still “{open_version.get_state_display()}”. Sign or withdraw it first.",
            "quality agreement",
        )


def check_draft(version: Any) -> None:
    """What is agreed no longer changes (21 CFR 11.70)."""
    if version.state != VersionState.DRAFT:
        raise Refused(
            f"{version} is “{version.get_state_display()}”: its clauses are fixed.",
            "21 CFR 11.70",
            code="wrong-state",
        )


def check_period(effective_from: date, effective_until: date | None) -> None:
    if effective_until is not None and effective_until <= effective_from:
        raise Refused("The agreement would end before it takes effect.", "quality agreement")


def clause_parameters(number: str, kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as they are stored, or a refusal that names clause, field and cure."""
    check_named(number, "the number of each clause")
    try:
        return checked(kind, parameters)
    except UnreadableClauseError as error:
        raise Refused(f"Clause {number}: {error}.", "quality agreement") from error


def check_distinct_clauses(numbers: Iterable[str], kinds: Iterable[str]) -> None:
    """Each number and each kind once."""
    for given in (list(numbers), list(kinds)):
        twice = next((one for one in given if given.count(one) > 1), None)
        if twice is not None:
            raise Refused(f"Clause “{twice}” is there twice. Keep one of them.", "quality agreement")


def check_whole(clauses: Mapping[str, Mapping[str, Any]], effective_from: date) -> None:
    """A version that both sign has a clause of every kind, and a rule that ends within a year."""
    missing = [kind.label for kind in NEEDED if kind not in clauses]
    if missing:
        raise Refused(f"The agreement has no clause on: {', '.join(missing)}. Add it.", "quality agreement")
    expires = clauses[ClauseKind.RELEASE_PATTERN].get("expires_on")
    if expires is None:
        return
    latest = effective_from + LONGEST_RULE
    if not effective_from < date.fromisoformat(expires) <= latest:
        raise Refused(f"The conditional rule must expire after {effective_from} and by {latest}.", "quality agreement")


def check_may_take_effect(version: Dated, last: Dated | None, today: date) -> None:
    """A later version starts after the last and not before it is signed: nothing changes in the past."""
    if last is None:
        return
    if version.effective_from <= last.effective_from:
        raise Refused(
            f"Version {last.version} is effective from {last.effective_from}. The next one must start later.",
            "quality agreement",
        )
    if version.effective_from < today:
        raise Refused(
            f"The effective date {version.effective_from} has passed. Set {today} or a later day, "
            "so that no running lot is judged by terms that were not signed.",
            "quality agreement",
        )


def check_may_sign(by: Actor, given: Iterable[Signed]) -> None:
    """One signature a side, two different people (21 CFR 11.200(a)(3))."""
    for signature in given:
        if signature.organisation_id == by.organisation_id:
            raise Refused(f"{signature.printed_name} has signed for {by.organisation_name} already.")
        if signature.signer_id == by.person_id:
            raise Forbidden(
                "You have signed for the other side. Somebody else must sign for this one.",
                "21 CFR 11.200(a)",
                code="separation-of-duties",
            )
