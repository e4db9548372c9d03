"""Every kind of clause with its form."""

from agreements.forms.clauses import (
    ChangeForm,
    ClauseForm,
    EventApprovalForm,
    EvidenceForm,
    NotificationForm,
    ReleasePatternForm,
    ReviewForm,
)
from agreements.forms.heading_clauses import HEADING_FORMS
from agreements.forms.optional_clauses import (
    ComplaintForm,
    ContainmentForm,
    InvestigationForm,
    PauseForm,
    WaiverForm,
)

_FORMS: tuple[type[ClauseForm], ...] = (
    ReleasePatternForm,
    EvidenceForm,
    NotificationForm,
    EventApprovalForm,
    ReviewForm,
    ChangeForm,
    WaiverForm,
    ContainmentForm,
    PauseForm,
    InvestigationForm,
    ComplaintForm,
    *HEADING_FORMS,
)
CLAUSE_FORMS: dict[str, type[ClauseForm]] = {form.kind: form for form in _FORMS}
