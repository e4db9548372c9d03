"""The reads of parties."""

from parties.queries.absences import absences, covers, day_of, overlapping, possible_covers
from parties.queries.actors import (
    Channel,
    actor_for,
    bare_actor,
    cmo_partnerships,
    live_memberships,
    live_roles,
    permissions,
    roles_that_allow,
)
from parties.queries.letters import InvitationShown, ProposalShown, invitation_behind, proposal_behind
from parties.queries.partners import (
    grants,
    open_proposals,
    partnership_ids,
    partnerships,
    qualification_on,
    whole_partnerships,
)
from parties.queries.people import (
    administrators_of,
    colleagues,
    door_records,
    live_keys,
    lockout,
    open_invitations,
    people_with_roles,
    sites,
    work_time,
)

__all__ = [
    "Channel",
    "InvitationShown",
    "ProposalShown",
    "absences",
    "actor_for",
    "administrators_of",
    "bare_actor",
    "cmo_partnerships",
    "colleagues",
    "covers",
    "day_of",
    "door_records",
    "grants",
    "invitation_behind",
    "live_keys",
    "live_memberships",
    "live_roles",
    "lockout",
    "open_invitations",
    "open_proposals",
    "overlapping",
    "partnership_ids",
    "partnerships",
    "people_with_roles",
    "permissions",
    "possible_covers",
    "proposal_behind",
    "qualification_on",
    "roles_that_allow",
    "sites",
    "whole_partnerships",
    "work_time",
]
