"""Training and lent authority (21 CFR 11.10(g), (i)): nobody trains himself, nobody lends what he does not hold."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kernel.errors import Forbidden, Refused
from kernel.scope import Actor
from parties.models import Delegation, Membership, Training
from parties.states import FUNCTION_PERMISSIONS, Role, SigningFunction


def check_functions(functions: Collection[str]) -> None:
    """At least one, each of them known."""
    if not functions or not set(functions) <= set(SigningFunction.values):
        raise Refused("Choose at least one signing function.", "21 CFR 11.10(i)", code="function-missing")


def check_trains_another(by: Actor, person_id: UUID) -> None:
    if by.person_id == person_id:
        raise Forbidden("Nobody records the own training; ask a colleague.", "21 CFR 11.10(i)")


def check_training_days(trained_on: date, valid_until: date, today: date) -> None:
    """Held already, and ends after it."""
    if trained_on > today:
        raise Refused("The training lies in the future; record it when it was held.", code="training-days")
    if valid_until < trained_on:
        raise Refused("The training ends before it was held.", code="training-days")


def check_course(course: str) -> None:
    if not course.strip():
        raise Refused("Say what was taught: the procedure and its revision.", "21 CFR 11.10(i)", code="course-missing")


def check_is_colleague(person_id: UUID, members: Collection[UUID]) -> None:
    if person_id not in members:
        raise Refused("Choose a person of the own company.", code="not-a-colleague")


def check_training_counts(training: Training) -> None:
    if training.ended_at is not None:
        raise Refused("This training was taken back already.", code="wrong-state")


def check_not_lent_on(by: Actor) -> None:
    """Lent authority is not lent on."""
    if by.delegation_id is not None:
        raise Forbidden(
            "You act under a delegation yourself. Stop that under My signing; only your own authority can be lent.",
            "21 CFR 11.10(g)",
        )


def check_delegate(by: Actor, delegate: Membership | None) -> None:
    """Another live colleague who may sign at all: an administrator may not."""
    if delegate is None or delegate.person_id == by.person_id:
        raise Refused("Choose a colleague of the own company.", code="delegate")
    if Role.ADM in delegate.roles:
        raise Refused(
            f"{delegate.person.name} is an administrator, and an administrator holds no signing authority.",
            "21 CFR 11.10(g)",
            code="separation-of-duties",
        )


def check_lends_own(held: Collection[str], functions: Collection[str]) -> None:
    """Each function rests on a permission of the delegator's own roles."""
    for function in map(SigningFunction, functions):
        if not FUNCTION_PERMISSIONS[function] & set(held):
            raise Forbidden(
                f"Your roles do not allow you to sign “{function.label}”, so you cannot lend it.", "21 CFR 11.10(g)"
            )


def check_meanings(meanings: Collection[str], known: Collection[str]) -> None:
    if not meanings or not set(meanings) <= set(known):
        raise Refused("Choose at least one meaning of signatures.", "21 CFR 11.50(a)(3)", code="meaning-missing")


def check_delegation_days(from_day: date, until_day: date, today: date) -> None:
    """In order, not wholly past, and no longer than a year."""
    if until_day < from_day:
        raise Refused("The last day lies before the first one.", code="delegation-days")
    if until_day < today:
        raise Refused("This delegation would be over already.", code="delegation-days")
    if (until_day - from_day).days > LONGEST_DAYS:
        raise Refused("A delegation lasts at most a year; lend it again then.", code="delegation-days")


LONGEST_DAYS = 366


def check_ends_delegation(by: Actor, delegation: Delegation) -> None:
    """The one who lent it, the one who holds it, or an administrator."""
    if by.person_id not in (delegation.delegator_id, delegation.delegate_id) and not by.may("parties.roles"):
        raise Forbidden("Only the two persons or an administrator end a delegation.", "21 CFR 11.10(g)")
    if delegation.ended_at is not None:
        raise Refused("This delegation has ended already.", code="wrong-state")


def check_own_partnership(partnership_id: UUID, known: Collection[UUID]) -> None:
    if partnership_id not in known:
        raise Refused("Choose a partnership of the own company.", code="partnership")
