"""Shape of what people type about agreements; nothing here decides."""

from agreements.forms.calls import AnswerForm, AskAgainForm, CallForm, ConsentForm
from agreements.forms.catalogue import CLAUSE_FORMS
from agreements.forms.clauses import ClauseForm
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
    "AnswerForm",
    "AskAgainForm",
    "CallForm",
    "ClauseForm",
    "ConsentForm",
    "ReasonForm",
    "RedlineForm",
    "VersionForm",
    "VersionForms",
]
