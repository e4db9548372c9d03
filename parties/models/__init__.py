"""Organisations, people, partnerships, grants."""

from parties.models.absences import Absence
from parties.models.accounts import ApiKey, Invitation, LoginRecord, PartnershipInvitation
from parties.models.answers import KeptAnswer
from parties.models.authority import Delegation, Training
from parties.models.challenges import SigningChallenge
from parties.models.grants import AuditorGrant, Qualification
from parties.models.organisations import Organisation, Partnership, Site
from parties.models.people import Membership, Person

__all__ = [
    "Absence",
    "ApiKey",
    "AuditorGrant",
    "Delegation",
    "Invitation",
    "KeptAnswer",
    "LoginRecord",
    "Membership",
    "Organisation",
    "Partnership",
    "PartnershipInvitation",
    "Person",
    "Qualification",
    "SigningChallenge",
    "Site",
    "Training",
]
