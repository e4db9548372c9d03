"""A step of a corrective action: locked, moved by its state table, signed where the table says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from clocks.actions import close_items
from kernel import events
from kernel.history import acting
from kernel.scope import Actor
from kernel.states import check_move, move
from quality_events.capa_content import capa_content
from quality_events.events import CapaMoved
from quality_events.models import Capa
from records.actions.signatures import sign
from records.states import Meaning


@contextmanager
def followed(capa_id: UUID, by: Actor, reason: str, at: datetime) -> Iterator[Capa]:
    """The row, locked."""
    with transaction.atomic(), acting(by=by, reason=reason, at=at):
        yield Capa.objects.locked([capa_id]).get()


def step(capa: Capa, verb: str, *, by: Actor, reason: str, at: datetime) -> None:
    """Move without a signature; what waited for this state waits no longer."""
    move(capa, verb, by=by, reason=reason)
    _moved(capa, verb, by, at)


def signed_step(capa: Capa, verb: str, *, proof: Any, shown_hash: str, by: Actor, reason: str, at: datetime) -> None:
    """Sign what the page showed, then move."""
    transition = check_move(capa, verb, by=by, reason=reason, signed=True)
    sign(
        by=by,
        subject=capa,
        subject_kind="capa",
        subject_label=f"{capa.number} {capa.title}",
        content=capa_content(capa),
        meaning=Meaning(transition.meaning),
        proof=proof,
        reason=reason,
        at=at,
        shown_hash=shown_hash,
        permission=transition.permission,
    )
    move(capa, verb, by=by, reason=reason, signed=True)
    _moved(capa, verb, by, at)


def _moved(capa: Capa, verb: str, by: Actor, at: datetime) -> None:
    close_items(key=f"capa/{capa.pk}", by=by, at=at)
    events.publish(CapaMoved(capa.pk, capa.partnership_id, verb, by, at))
