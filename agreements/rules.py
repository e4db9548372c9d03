"""What must hold before an agreement's version is written, agreed and signed (domain §C0, 21 CFR 11.10(g))."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from agreements.calls import CALLS, Calling, amount_of
from agreements.clauses import UnreadableClauseError, checked
from agreements.models import ClauseCall
from agreements.states import NEEDED, ClauseKind, VersionState
from agreements.terms import Terms
from kernel.errors import Forbidden, Refused
from kernel.scope import Actor, Side

LONGEST_RULE = timedelta(days=366)
"""A conditional rule expires within twelve months (domain §C6)."""


class Dated(Protocol):
    """A version as far as its place in time goes."""

    version: int
    effective_from: date


class Signed(Protocol):
    """A signature that one side has given."""

    signer_id: UUID
    delegator_id: UUID | None
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
        if {signature.signer_id, signature.delegator_id} & by.persons:
            raise Forbidden(
                "You have signed for the other side. Somebody else must sign for this one.",
                "21 CFR 11.200(a)",
                code="separation-of-duties",
            )


def called_clause(kind: str, terms: Terms, side: Side | None) -> tuple[Calling, int]:
    """How the clause is called upon and its figure; refused when there is none, or the other side's to call upon."""
    calling = CALLS.get(kind)
    if calling is None:
        raise Refused("This clause is not one that is called upon.", terms.citation(kind))
    if not calling.is_open_to(side):
        raise Forbidden(f"The other side calls upon this clause: {calling.label.lower()}.", terms.citation(kind))
    amount = amount_of(calling, terms)
    if amount is None:
        raise Refused("The agreement in force has no such clause.", terms.agreement)
    return calling, amount


def check_told_of(calling: Calling, happened_at: datetime | None, at: datetime) -> None:
    """A notice of something says when it happened, and it has happened."""
    if not calling.counts_from_event:
        return
    if happened_at is None:
        raise Refused("Say when it happened: the clause counts from then.", "quality agreement")
    if happened_at > at:
        raise Refused("It lies ahead. Tell of it when it has happened.", "quality agreement")


def check_consent(call: ClauseCall, calling: Calling, *, is_signed: bool) -> None:
    """Consent is signed where the clause needs it, and nowhere else."""
    if calling.needs_consent and not is_signed:
        raise Refused("Say yes or no, and sign it: silence is no consent.", call.clause, code="signature-missing")
    if is_signed and not calling.needs_consent:
        raise Refused("This clause asks for an answer, not for consent.", call.clause)


def check_said(text: str) -> None:
    if not text.strip():
        raise Refused("Write what is asked, told or answered.", "quality agreement")


def check_whose_move(call: ClauseCall, verb: str, by: Actor) -> None:
    """The other side answers; who called settles, asks again, withdraws."""
    is_caller = call.called_by_id == by.organisation_id
    if (verb == "answer") == is_caller:
        words = "Your own side called; the other one answers." if is_caller else "Who called upon the clause does that."
        raise Forbidden(words, call.clause)


def check_may_acknowledge(version: Any, side: Side | None, *, is_done: bool) -> None:
    """What was signed is acknowledged, once, by people of its two sides."""
    if side is None:
        raise Forbidden("Only the two companies of an agreement acknowledge it.", "quality agreement")
    if version.state != VersionState.SIGNED:
        raise Refused(f"{version} is not signed yet.", "quality agreement", code="wrong-state")
    if is_done:
        raise Refused(f"You have acknowledged {version} already.", "quality agreement")
