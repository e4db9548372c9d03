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
from masters.queries import model_of
from masters.standing import StandingKind
from parties.models import Partnership
from parties.rules import check_may


def record_standing_facts(
    *, partnership_id: UUID, kind: StandingKind, values: Sequence[Any], by: Actor, reason: str, at: datetime
) -> int:
    """Record values of one kind; a row with the same key then says this (history keeps what it said before).

    Answers how many rows are new or say something else now. Packs read them at their next check.
    """
    with transaction.atomic(), acting(by=by, reason=reason.strip() or f"{kind.title.lower()} recorded", at=at):
        partnership = Partnership.objects.locked([partnership_id]).get()
        check_may(by, "masters.approve", partnership, f"record {kind.title.lower()}")
        rules.check_standing(kind, values)
        model = model_of(kind)
        there = {
            tuple(getattr(row, name) for name in kind.key): row
            for row in model._default_manager.select_for_update(no_key=True).filter(partnership=partnership)
        }
        changed = 0
        for value in values:
            given = {name: list(item) if isinstance(item, tuple) else item for name, item in asdict(value).items()}
            row = there.get(tuple(given[name] for name in kind.key))
            if row is not None and all(getattr(row, name) == item for name, item in given.items()):
                continue
            row = row or model(partnership=partnership, sponsor_id=partnership.sponsor_id)
            for name, item in given.items():
                setattr(row, name, item)
            row.save()
            changed += 1
        return changed
