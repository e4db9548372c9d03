"""Lives of what this app keeps, and the disposition table as law."""

from quality_events.states.capa import CAPA, PLANNABLE, UNFINISHED, CapaSource, CapaState
from quality_events.states.complaints import (
    ADVERSE_REPORT,
    COMPLAINT,
    AdverseReportState,
    Channel,
    ComplaintState,
    Nature,
    Reporter,
)
from quality_events.states.events import (
    EVENT,
    INVESTIGABLE,
    LAWFUL,
    OPEN,
    Classification,
    EventDisposition,
    EventKind,
    EventState,
    Missed,
    Standing,
    at_least,
)
from quality_events.states.investigation import Branch, Finding, RootCause
from quality_events.states.labels import HAZARDOUS, LabelFault
from quality_events.states.oos import CONCLUDED, OOS, STANDS, OosState
from quality_events.states.oot import OOT, OotState
from quality_events.states.returns import RETURN, ReturnReason, ReturnState

__all__ = [
    "ADVERSE_REPORT",
    "CAPA",
    "COMPLAINT",
    "CONCLUDED",
    "EVENT",
    "HAZARDOUS",
    "INVESTIGABLE",
    "LAWFUL",
    "OOS",
    "OOT",
    "OPEN",
    "PLANNABLE",
    "RETURN",
    "STANDS",
    "UNFINISHED",
    "AdverseReportState",
    "Branch",
    "CapaSource",
    "CapaState",
    "Channel",
    "Classification",
    "ComplaintState",
    "EventDisposition",
    "EventKind",
    "EventState",
    "Finding",
    "LabelFault",
    "Missed",
    "Nature",
    "OosState",
    "OotState",
    "Reporter",
    "ReturnReason",
    "ReturnState",
    "RootCause",
    "Standing",
    "at_least",
]
