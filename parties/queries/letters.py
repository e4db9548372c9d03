"""What stands behind the links in letters: read by token, for people who may not even have an account."""

from dataclasses import dataclass
from uuid import UUID

from kernel import scope
from parties.models import Invitation, Organisation, PartnershipInvitation
from parties.tokens import token_hash


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation as the invited person reads it."""

    organisation_name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposed partnership as the other company reads it."""

    organisation_name: str
    email: str
    company_name: str
    they_are: str
    """What the asking company would be: "sponsor" or "CMO"."""


def invitation_behind(token: str) -> InvitationShown | None:
    """The invitation of a link; None for a link that never was."""
    with scope.anonymous():
        found = Invitation.objects.filter(token_hash=token_hash(token)).first()
    if found is None:
        return None
    return InvitationShown(_name(found.organisation_id), found.email, tuple(found.role_labels))


def proposal_behind(token: str) -> ProposalShown | None:
    """The proposed partnership of a link; None for a link that never was."""
    with scope.anonymous():
        found = PartnershipInvitation.objects.filter(token_hash=token_hash(token)).first()
    if found is None:
        return None
    name = _name(found.organisation_id)
    return ProposalShown(name, found.email, found.company_name, found.get_side_display())


def _name(organisation_id: UUID) -> str:
    with scope.opened(scope.system(organisation_id=organisation_id)):
        return Organisation.objects.get(pk=organisation_id).name
