"""The public verbs of parties."""

from parties.actions.absences import end_absence, state_absence
from parties.actions.accountability import accept_accountability
from parties.actions.companies import (
    accept_partnership,
    accept_partnership_as_new_company,
    found_company,
    propose_partnership,
    withdraw_proposal,
)
from parties.actions.delegations import Limits, delegate, end_delegation
from parties.actions.door import unlock_account
from parties.actions.grants import grant_auditor, revoke_grant
from parties.actions.invitations import accept_invitation, invite, join_organisation, revoke_invitation
from parties.actions.keys import make_key, revoke_key
from parties.actions.memberships import change_roles, end_membership, reset_second_factor
from parties.actions.profile import change_profile
from parties.actions.sites import add_site, set_work_time
from parties.actions.training import end_training, record_training

__all__ = [
    "Limits",
    "accept_accountability",
    "accept_invitation",
    "accept_partnership",
    "accept_partnership_as_new_company",
    "add_site",
    "change_profile",
    "change_roles",
    "delegate",
    "end_absence",
    "end_delegation",
    "end_membership",
    "end_training",
    "found_company",
    "grant_auditor",
    "invite",
    "join_organisation",
    "make_key",
    "propose_partnership",
    "record_training",
    "reset_second_factor",
    "revoke_grant",
    "revoke_invitation",
    "revoke_key",
    "set_work_time",
    "state_absence",
    "unlock_account",
    "withdraw_proposal",
]
