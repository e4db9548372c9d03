"""Shape of what people type about events; nothing here decides."""

from quality_events.forms.events import (
    AddLotsForm,
    ClassForm,
    EventFilterForm,
    EventSigningForm,
    InvestigationForm,
    LetGoForm,
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
    "AddLotsForm",
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
    "LetGoForm",
    "QuestionForm",
    "ReportForm",
    "ScopeForm",
    "WhysForm",
]
