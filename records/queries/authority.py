"""By what authority somebody signs, asked inside the signing transaction (21 CFR 11.10(g))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.scope import Actor
from parties.models import Delegation
from parties.queries import (
    delegator_of,
    is_delegation_live,
    live_roles,
    roles_that_allow,
)
from parties.states import FUNCTION_PERMISSIONS, Role, SigningFunction
from records.states import FUNCTIONS


@dataclass(frozen=True, slots=True)
class Held:
    """The roles that allow the act: the signer's own, or the delegator's through a delegation."""

    roles: Sequence[Role]
    delegation: Delegation | None = None
    is_within: bool = True
    """Whether the record lies within the delegation's limits."""


def authority_of(by: Actor, subject: Any, subject_kind: str, permission: str, at: datetime) -> Held:
    """The own roles first; else the delegation that the signer acts under."""
    roles = live_roles(by)
    own = roles_that_allow(permission, roles, by.side(subject)) if permission else roles
    if own or by.delegation_id is None:
        return Held(own)
    delegation = Delegation.objects.select_related("delegator").filter(
        pk=by.delegation_id, delegate_id=by.person_id, organisation_id=by.company_id
    ).select_for_update(of=("self",), no_key=True).first()  # fmt: skip
    if delegation is None or not is_delegation_live(delegation, at):
        return Held(())
    lender = delegator_of(delegation)
    lent = roles_that_allow(permission, lender.roles, by.side(subject)) if lender else []
    return Held(lent, delegation, _is_within(delegation, subject, FUNCTIONS[subject_kind], permission))


def _is_within(delegation: Delegation, subject: Any, function: SigningFunction, permission: str) -> bool:
    return (
        function in delegation.functions
        and permission in FUNCTION_PERMISSIONS[function]
        and delegation.only_partnership_id in (None, subject.partnership_id)
        and (not delegation.products or _product_of(subject) in delegation.products)
    )


def _product_of(subject: Any) -> UUID | None:
    """Of the record, or of the lot that it belongs to; None where a record is about no single product."""
    found: UUID | None = getattr(subject, "product_id", None)
    lot = getattr(subject, "lot", None)
    return found or (lot.product_id if lot else None)
