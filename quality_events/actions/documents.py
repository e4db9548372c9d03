"""Documents behind an event: photographs, prints, laboratory sheets, from either side."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from evidence.actions.files import Incoming, enter, put
from kernel.history import acting
from kernel.scope import Actor
from lots.rules import check_may
from quality_events import rules
from quality_events.models import EventDocument, QualityEvent
from quality_events.rules import investigation as depth


def add_event_document(
    *, event_id: UUID, file: Incoming, title: str, by: Actor, reason: str, at: datetime
) -> EventDocument:
    """Put a file behind the event while its investigation is open; the bytes go to the evidence store."""
    with transaction.atomic(), acting(by=by, reason=reason or f"document {file.name}", at=at):
        event = QualityEvent.objects.locked([event_id]).get()
        check_may(by, "quality_events.report", event, "add a document to an event")
        rules.check_investigable(event)
        depth.check_title(title)
        kept = enter(event, [file], by, at)[file.name]
        depth.check_new_document(file.name, is_there=event.documents.filter(file=kept).exists())
        put([file])
        return EventDocument.objects.create(
            partnership_id=event.partnership_id,
            sponsor_id=event.sponsor_id,
            event=event,
            file=kept,
            title=title.strip(),
            added_by_id=by.person_id,
            added_at=at,
        )
