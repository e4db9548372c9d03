"""Shape of what is typed about goods and recalls."""

from traceability.forms.goods import (
    LARGEST,
    ColumnsForm,
    ConsigneeForm,
    CountForm,
    FeedForm,
    ImportForm,
    OnwardForm,
    PermitForm,
    RevokePermitForm,
    ScopeForm,
    ShipForm,
    TraceForm,
)

__all__ = [
    "LARGEST",
    "ColumnsForm",
    "ConsigneeForm",
    "CountForm",
    "FeedForm",
    "ImportForm",
    "OnwardForm",
    "PermitForm",
    "RevokePermitForm",
    "ScopeForm",
    "ShipForm",
    "TraceForm",
]
