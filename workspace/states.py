"""What kinds of things a search finds."""

from django.db.models import TextChoices

from kernel.states import StateTable, Transition


class Kind(TextChoices):
    LOT = "lot", "Lots"
    PRODUCT = "product", "Products"
    COMPONENT_LOT = "component_lot", "Component lots"
    RESULT = "result", "Results"
    EVENT = "event", "Events"
    CHANGE = "change", "Changes"
    AGREEMENT = "agreement", "Agreements"
    SIGNATURE = "signature", "Signatures"
    SHIPMENT = "shipment", "Shipments"
    CONSIGNEE = "consignee", "Consignees"
    DOCUMENT = "document", "Documents"
    COMPLAINT = "complaint", "Complaints"
    RETURN = "return", "Returned product"
    CAPA = "capa", "Corrective actions"


SHELVES = {str(kind): number * 100 for number, kind in enumerate(Kind, start=1)}
"""The first shelf of a kind (SearchDocument.shelf)."""
BY_YEAR = frozenset({Kind.RESULT, Kind.DOCUMENT, Kind.LOT})
"""Kinds that come by the million: a shelf a year."""


class RequestState(TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    DECLINED = "declined", "Declined, with the reason"
    WITHDRAWN = "withdrawn", "Withdrawn"


AUDIT_REQUEST = StateTable(
    RequestState,
    RequestState.OPEN,
    [
        Transition("answer", (RequestState.OPEN,), RequestState.ANSWERED, "records.export", "Answer"),
        Transition("decline", (RequestState.OPEN,), RequestState.DECLINED, "records.export", "Say why not"),
        Transition("withdraw", (RequestState.OPEN,), RequestState.WITHDRAWN, "records.read", "Withdraw"),
    ],
    {"open": "both", "answered": "nobody", "declined": "nobody", "withdrawn": "nobody"},
)
"""An auditor's request (domain §E.24). It lapses with her access: then neither side can change it."""
