"""An auditor's look: one partnership, read-only, for a time, for a purpose (domain §C, 21 CFR 11.10(d))."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel import scope
from kernel.history import acting
from kernel.ids import new_id
from kernel.scope import Actor
from parties import grant_limits, rules
from parties.actions.door import find_person
from parties.actions.enrolment import await_enrolment
from parties.actions.invitations import write_invitation
from parties.models import AuditorGrant, Membership, Organisation, Partnership
from parties.outside import letters
from parties.states import Role

FIRM_ROLES = (Role.AUD, Role.ADM)
"""The first auditor of a firm invites the others."""


def grant_auditor(
    *,
    partnership_id: UUID,
    email: str,
    name: str,
    firm_name: str,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    reason: str,
    at: datetime,
    limits: grant_limits.Asked = grant_limits.NONE,
) -> AuditorGrant:
    """Let an external auditor read one partnership, or of it the lots within `limits`.

    Unknown auditors are invited along with their firm. Refused for a lot or product that the partnership does not have.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or purpose, at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        rules.check_on_page(by, "let an auditor in")
        rules.check_may(by, "parties.grant", partnership, "let an auditor in")
        rules.check_grant_period(starts_at, ends_at, at)
        rules.check_purpose(purpose)
        rules.check_made_between(limits.made_from, limits.made_until)
        within = _within(partnership_id, limits)
        address = email.strip().lower()
        person_id, firm_id = _known_auditor(address) or _new_auditor(address, name, firm_name, by, at)
        grant = AuditorGrant.objects.create(
            partnership=partnership,
            sponsor_id=partnership.sponsor_id,
            organisation_id=firm_id,
            person_id=person_id,
            purpose=purpose,
            **within,
            starts_at=starts_at,
            ends_at=ends_at,
            granted_by_id=by.person_id,
        )
        values = {"grant": grant, "by": by, "sponsor": partnership.sponsor, "cmo": partnership.cmo}
        letters.send("grant", [address], values)
        return grant


def revoke_grant(*, grant_id: UUID, by: Actor, reason: str, at: datetime) -> AuditorGrant:
    """End an auditor's look before its time."""
    rules.check_reason(reason)
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        grant = AuditorGrant.objects.locked([grant_id]).get()
        rules.check_on_page(by, "end an auditor’s access")
        rules.check_may(by, "parties.grant", grant, "end an auditor’s access")
        rules.check_grant_live(grant, at)
        grant.revoked_at = at
        grant.save()
        return grant


def _within(partnership_id: UUID, asked: grant_limits.Asked) -> dict[str, Any]:
    """The grant's columns that say what it shows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, id, name FROM find_lots_and_products(%s, %s, %s)",
            [partnership_id, list(asked.lots), list(asked.products)],
        )
        found = cursor.fetchall()
    rules.check_all_found(grant_limits.missing(asked, found))
    limits = grant_limits.limited(asked, found)
    return asdict(limits) | {"lot_ids": list(limits.lot_ids), "product_ids": list(limits.product_ids)}


def _known_auditor(address: str) -> tuple[UUID, UUID] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, organisation_id FROM find_auditor(%s)", [address])
        found: tuple[UUID, UUID] | None = cursor.fetchone()
    return found


def _new_auditor(address: str, name: str, firm_name: str, by: Actor, at: datetime) -> tuple[UUID, UUID]:
    rules.check_may_be_auditor(find_person(address), address)
    rules.check_company_name(firm_name)
    firm_id = new_id()
    with scope.opened(scope.system(organisation_id=firm_id)):
        rules.check_company_new(is_known=company_exists(firm_name), name=firm_name)
        firm = Organisation.objects.create(id=firm_id, name=firm_name.strip())
        person = await_enrolment(email=address, name=name)
        Membership.objects.create(organisation=firm, person=person, roles=sorted(FIRM_ROLES))
        write_invitation(firm, address, FIRM_ROLES, by, at)
    return person.pk, firm_id


def company_exists(name: str) -> bool:
    """Whether a company of this name is on the platform, whoever may see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_companies(%s)", [name.strip()])
        return bool(cursor.fetchone()[0])
