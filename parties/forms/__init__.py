"""Shape and type of what is typed on the pages of people, partners, auditors, keys and signing."""

from parties.forms.base import (
    AbsenceForm,
    EnrolForm,
    GrantForm,
    InviteForm,
    NewCompanyForm,
    ProfileForm,
    ProposalForm,
    ReasonForm,
    RolesForm,
    SiteForm,
    WorkTimeForm,
    region_choices,
    site_zone_choices,
    zone_choices,
)
from parties.forms.signing import ChallengeForm, DelegationForm, ProofForm, TrainingForm

__all__ = [
    "AbsenceForm",
    "ChallengeForm",
    "DelegationForm",
    "EnrolForm",
    "GrantForm",
    "InviteForm",
    "NewCompanyForm",
    "ProfileForm",
    "ProofForm",
    "ProposalForm",
    "ReasonForm",
    "RolesForm",
    "SiteForm",
    "TrainingForm",
    "WorkTimeForm",
    "region_choices",
    "site_zone_choices",
    "zone_choices",
]
