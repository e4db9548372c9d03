"""Challenges, training and delegations, as they stand."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from parties.identity import Visit
from parties.models import Delegation, Membership, Organisation, Partnership, SigningChallenge, Training
from parties.queries.absences import absences, day_of
from parties.queries.actors import Lent, permissions
from parties.states import CMO_PERMISSIONS, FUNCTION_PERMISSIONS, SPONSOR_PERMISSIONS, SigningFunction


def is_signing_begun(person_id: UUID, visit: Visit) -> bool:
    """Whether a signature was given in this continuous session already; its first one had both components."""
    if not visit.session or visit.continuous_since is None:
        return False
    return SigningChallenge.objects.filter(
        person_id=person_id, session=visit.session, spent_at__gte=visit.continuous_since
    ).exists()


def open_challenge(challenge_id: UUID, person_id: UUID) -> SigningChallenge | None:
    """One's own challenge that nobody used."""
    return SigningChallenge.objects.filter(pk=challenge_id, person_id=person_id, spent_at=None).first()


def trainings(organisation_id: UUID, person_ids: Collection[UUID] | None = None) -> QuerySet[Training]:
    """Those that were not taken back, the newest first."""
    found = Training.objects.filter(organisation_id=organisation_id, ended_at=None)
    if person_ids is not None:
        found = found.filter(person_id__in=person_ids)
    return found.select_related("person", "recorded_by").order_by("-valid_until", "person__name", "id")


def trained_functions(organisation_id: UUID, person_id: UUID, at: datetime) -> frozenset[SigningFunction]:
    """What this person has current training on, on the company's day."""
    day = day_of(Organisation.objects.get(pk=organisation_id), at)
    current = [row for row in trainings(organisation_id, [person_id]) if row.counts_on(day)]
    return frozenset(SigningFunction(name) for row in current for name in row.functions)


def delegations(organisation_id: UUID) -> QuerySet[Delegation]:
    """Those that were not ended, of a whole company, the latest first."""
    found = Delegation.objects.filter(organisation_id=organisation_id, ended_at=None)
    found = found.select_related("delegator", "delegate", "only_partnership__sponsor", "only_partnership__cmo")
    return found.order_by("-until_day", "id")


def is_delegation_live(delegation: Delegation, at: datetime) -> bool:
    """On its days, its delegator still a member, and away where it counts only then."""
    day = day_of(Organisation.objects.get(pk=delegation.organisation_id), at)
    if not delegation.counts_on(day) or delegator_of(delegation) is None:
        return False
    if not delegation.only_while_away:
        return True
    return any(row.is_on(day) for row in absences(delegation.organisation_id, [delegation.delegator_id]))


def delegator_of(delegation: Delegation) -> Membership | None:
    """The delegator's roles today; None when he has left."""
    found = Membership.objects.filter(organisation_id=delegation.organisation_id, person_id=delegation.delegator_id)
    return found.filter(ended_at=None, person__is_active=True).first()


def held_delegations(organisation_id: UUID, person_id: UUID) -> QuerySet[Delegation]:
    """Those that a person holds in a company and that were not ended."""
    return delegations(organisation_id).filter(delegate_id=person_id)


def lent(delegation_id: str, membership: Membership, at: datetime) -> Lent | None:
    """What a delegation gives to this member now: its functions, as far as the delegator's own roles go."""
    found = held_delegations(membership.organisation_id, membership.person_id).filter(pk=delegation_id).first()
    lender = delegator_of(found) if found else None
    if found is None or lender is None or not is_delegation_live(found, at):
        return None
    return Lent(found.pk, found.delegator_id, permissions_on(lender.roles, found.functions), found.only_partnership_id)


def permissions_on(roles: Collection[str], functions: Collection[str]) -> frozenset[str]:
    """What these roles allow, on either side, within these signing functions."""
    held = permissions(roles, SPONSOR_PERMISSIONS) | permissions(roles, CMO_PERMISSIONS)
    wanted = frozenset[str]().union(*(FUNCTION_PERMISSIONS[SigningFunction(name)] for name in functions))
    return held & wanted


def companies_partnerships(organisation_id: UUID) -> list[Partnership]:
    """The partnerships of a company on either side, for choosing one."""
    found = Partnership.objects.select_related("sponsor", "cmo").order_by("sponsor__name", "cmo__name")
    return [row for row in found if organisation_id in (row.sponsor_id, row.cmo_id)]
