"""Remembering a refusal until its transaction is rolled back, then publishing it in a new one (ADR 0002)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from kernel import clock, events
from kernel.errors import Refused
from kernel.scope import Actor, current
from parties.events import AttemptRefused
from parties.outside.visit import address_of, agent_of


@dataclass(slots=True)
class Remembered:
    """What a view remembers about an attempt that was refused."""

    refusal: Refused
    by: Actor | None
    subject_id: UUID | None = None
    partnership_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def remember(request: HttpRequest, refusal: Refused, row: Any = None, **detail: Any) -> None:
    """Keep the refusal on the request; the scope middleware rolls back and publishes it.

    `row` is the record that the attempt was about (anything with `pk` and `partnership_id`).
    From where it came is kept too: a failed signature counts like a failed log-in.
    """
    detail |= {"address": address_of(request), "agent": agent_of(request)}
    request.refused = Remembered(  # type: ignore[attr-defined]  # ours
        refusal=refusal,
        by=current(),
        subject_id=getattr(row, "pk", None),
        partnership_id=getattr(row, "partnership_id", None),
        detail=detail,
    )


@contextmanager
def refusable(request: HttpRequest, form: Any = None, row: Any = None) -> Iterator[None]:
    """Turn a refusal inside the block into an error of the form, which the view then shows again.

    Without a form the refusal passes on and the middleware answers with its own page.
    """
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        remember(request, refusal, row)
        if form is None:
            raise
        cited = refusal.clause and refusal.clause not in refusal.sentence
        form.add_error(None, f"{refusal.sentence} ({refusal.clause})" if cited else refusal.sentence)


def status_after(request: HttpRequest) -> int:
    """The status of a form's page: that of the refusal that it shows, else 200."""
    remembered: Remembered | None = request.refused  # type: ignore[attr-defined]  # ours
    return remembered.refusal.status if remembered else 200


def publish(remembered: Remembered, action: str) -> None:
    """Write the refusal down, after the rollback."""
    with transaction.atomic():
        events.publish(
            AttemptRefused(
                refusal=remembered.refusal,
                by=remembered.by,
                action=action,
                subject_id=remembered.subject_id,
                partnership_id=remembered.partnership_id,
                at=clock.now(),
                detail=remembered.detail,
            )
        )
