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

__all__ = [
    "ClassForm",
    "EventFilterForm",
    "EventSigningForm",
    "InvestigationForm",
    "QuestionForm",
    "ReportForm",
    "ScopeForm",
]
