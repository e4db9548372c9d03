"""What happened, told to programs: each fact of the apps below becomes one topic (docs/reference/webhooks.md).

A message carries ids and no content: who may read more asks the API with a key.
"""

from typing import Any

from clocks.actions import announce
from evidence.events import (
    PackAttested,
    PackCompleted,
    PackReviewed,
    PackSubmitted,
    QuestionAnswered,
    QuestionAsked,
)
from kernel.events import subscribe
from lots.events import LotCompleted, LotStarted
from quality_events.events import CapaMoved, ComplaintMoved, EventMoved, EventReported, ReturnMoved
from release.events import LotDecided, PermitIssued, PermitRevoked
from traceability.events import LotShipped

TOPIC_OF = {
    LotStarted: "lot.started",
    LotCompleted: "lot.completed",
    LotDecided: "lot.decided",
    LotShipped: "lot.shipped",
    PermitIssued: "permit.issued",
    PermitRevoked: "permit.revoked",
    PackSubmitted: "pack.submitted",
    PackCompleted: "pack.completed",
    PackAttested: "pack.attested",
    QuestionAsked: "question.asked",
    QuestionAnswered: "question.answered",
    EventReported: "event.reported",
    EventMoved: "event.moved",
}
FIELDS = {
    "lot": "lot_id", "pack": "pack_id", "event": "event_id", "shipment": "shipment_id", "disposition": "disposition_id",
    "complaint": "complaint_id", "return": "return_id", "stage": "stage", "decision": "decision", "verb": "verb",
    "capa": "capa_id", "question": "question_id", "permit": "permit_id",
}  # fmt: skip


def topic_of(fact: Any) -> str:
    """The promise's name for this fact."""
    if isinstance(fact, PackReviewed):
        return "pack.accepted" if fact.is_accepted else "pack.returned"
    if isinstance(fact, CapaMoved):
        return "capa.proposed" if fact.verb == "propose" else "capa.moved"
    if isinstance(fact, ComplaintMoved | ReturnMoved):
        kind = "complaint" if isinstance(fact, ComplaintMoved) else "return"
        return f"{kind}.received" if fact.verb == "receive" else f"{kind}.moved"
    return TOPIC_OF[type(fact)]


def data_of(fact: Any) -> dict[str, str]:
    """Ids and steps, by the names of the API."""
    return {name: str(getattr(fact, field)) for name, field in FIELDS.items() if hasattr(fact, field)}


def tell(fact: Any) -> None:
    announce(topic=topic_of(fact), partnership_id=fact.partnership_id, data=data_of(fact), at=fact.at)


def connect() -> None:
    for kind in (*TOPIC_OF, PackReviewed, CapaMoved, ComplaintMoved, ReturnMoved):
        subscribe(kind, tell)
