"""Shape of what people type about events; nothing here decides."""

from quality_events.forms.events import (
    ClassForm,
    EventFilterForm,
    EventSigningForm,
    InvestigationForm,
    QuestionForm,
    ReportForm,
    ScopeForm,
)
from quality_events.forms.investigation import (
    CauseForm,
    DocumentForm,
    InformantForm,
    InformantSigningForm,
    InterimForm,
    JudgeCauseForm,
    WhysForm,
)

__all__ = [
    "CauseForm",
    "ClassForm",
    "DocumentForm",
    "EventFilterForm",
    "EventSigningForm",
    "InformantForm",
    "InformantSigningForm",
    "InterimForm",
    "InvestigationForm",
    "JudgeCauseForm",
    "QuestionForm",
    "ReportForm",
    "ScopeForm",
    "WhysForm",
]
