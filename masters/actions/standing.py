"""Suppliers, methods, people, component specifications and equipment are recorded, row by row or from a file."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kernel.history import acting
from kernel.scope import Actor
from masters import rules
from masters.models.knowledge import HeldTrue
from masters.queries import model_of
from masters.standing import StandingKind
from parties.models import Partnership
from parties.rules import check_may


def record_standing_facts(
    *, partnership_id: UUID, kind: StandingKind, values: Sequence[Any], by: Actor, reason: str, at: datetime
) -> int:
    """Record values of one kind; a row with the same key that said otherwise is closed and stays.

    Answers how many rows are new or say something else now. Packs read them at their next check.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"{kind.title.lower()} recorded", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.approve", partnership, f"record {kind.title.lower()}")
        rules.check_standing(kind, values)
        model = model_of(kind)
        held = model._default_manager.select_for_update(no_key=True).filter(
            partnership=partnership, recorded_until=None
        )
        there = {tuple(getattr(row, name) for name in kind.key): row for row in held}
        changed = 0
        for value in values:
            given = {name: list(item) if isinstance(item, tuple) else item for name, item in asdict(value).items()}
            row = there.get(tuple(given[name] for name in kind.key))
            if row is not None and all(getattr(row, name) == item for name, item in given.items()):
                continue
            if row is not None:
                close(row, at)
            model._default_manager.create(
                partnership=partnership, sponsor_id=partnership.sponsor_id, recorded_from=at, **given
            )
            changed += 1
        return changed


def close(row: HeldTrue, at: datetime) -> None:
    """It is no longer held true; what takes its place is a row of its own."""
    row.recorded_until = max(at, row.recorded_from)
    row.save(update_fields=["recorded_until"])
