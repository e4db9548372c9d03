"""Lending the own authority to sign, within limits, and ending it (21 CFR 11.10(g))."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from parties import rules
from parties.models import Delegation, Membership, Organisation
from parties.queries import companies_partnerships, day_of, permissions_on
from parties.signing_choices import meaning_values


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the lent authority reaches."""

    functions: Collection[str]
    meanings: Collection[str]
    from_day: date
    until_day: date
    partnership_id: UUID | None = None
    products: Collection[UUID] = ()
    only_while_away: bool = False


def delegate(*, delegate_id: UUID, limits: Limits, by: Actor, reason: str, at: datetime) -> Delegation:
    """Lend own authority to a colleague. It is judged again at each signature, and never reaches beyond the own roles.

    Raises Forbidden for what the delegator does not hold himself or holds by delegation only; Refused for limits that
    make no sense.
    """
    rules.check_on_page(by, "lend authority")
    rules.check_not_lent_on(by)
    rules.check_functions(limits.functions)
    rules.check_meanings(limits.meanings, meaning_values())
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        company = Organisation.objects.get(pk=by.company_id)
        rules.check_delegation_days(limits.from_day, limits.until_day, day_of(company, at))
        members = Membership.objects.filter(organisation=company, ended_at=None, person__is_active=True)
        own = members.get(person_id=by.person_id)
        rules.check_delegate(by, members.select_related("person").filter(person_id=delegate_id).first())
        rules.check_lends_own(permissions_on(own.roles, limits.functions), limits.functions)
        if limits.partnership_id is not None:
            known = {row.pk for row in companies_partnerships(company.pk)}
            rules.check_own_partnership(limits.partnership_id, known)
        return Delegation.objects.create(
            organisation=company,
            delegator_id=by.person_id,
            delegate_id=delegate_id,
            functions=sorted(set(limits.functions)),
            meanings=sorted(set(limits.meanings)),
            only_partnership_id=limits.partnership_id,
            products=sorted(set(limits.products)),
            from_day=limits.from_day,
            until_day=limits.until_day,
            only_while_away=limits.only_while_away,
        )


def end_delegation(*, delegation_id: UUID, by: Actor, reason: str, at: datetime) -> Delegation:
    """From now on it gives nothing; what was signed under it stays signed."""
    rules.check_on_page(by, "end a delegation")
    with transaction.atomic(), acting(by=by, reason=reason.strip() or "delegation ended", at=at):
        delegation = Delegation.objects.locked([delegation_id]).get()
        rules.check_ends_delegation(by, delegation)
        delegation.ended_at = at
        delegation.save(update_fields=["ended_at"])
        return delegation
