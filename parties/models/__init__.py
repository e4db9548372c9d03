"""Organisations, people, partnerships, grants."""

from parties.models.absences import Absence
from parties.models.accounts import ApiKey, Invitation, LoginRecord, PartnershipInvitation
from parties.models.answers import KeptAnswer
from parties.models.grants import AuditorGrant, Qualification
from parties.models.organisations import Organisation, Partnership, Site
from parties.models.people import Membership, Person

__all__ = [
    "Absence",
    "ApiKey",
    "AuditorGrant",
    "Invitation",
    "KeptAnswer",
    "LoginRecord",
    "Membership",
    "Organisation",
    "Partnership",
    "PartnershipInvitation",
    "Person",
    "Qualification",
    "Site",
]
