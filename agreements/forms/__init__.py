"""Shape of what people type about agreements; nothing here decides."""

from agreements.forms.clauses import CLAUSE_FORMS, ClauseForm
from agreements.forms.versions import (
    AgreementForm,
    AgreementSigningForm,
    ReasonForm,
    RedlineForm,
    VersionForm,
    VersionForms,
)

__all__ = [
    "CLAUSE_FORMS",
    "AgreementForm",
    "AgreementSigningForm",
    "ClauseForm",
    "ReasonForm",
    "RedlineForm",
    "VersionForm",
    "VersionForms",
]
