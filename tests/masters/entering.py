"""First versions brought and approved, for tests."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from kernel import scope
from kernel.clock import now
from kernel.scope import Actor
from masters.actions import approve_baseline, keep_baseline
from masters.actions.entering import Brought
from masters.content import baseline_content
from masters.entrance import Content, Row
from masters.models import BaselineDraft
from parties.models import Partnership
from records.content import content_hash
from tests.factories.signing import proof
from tests.masters.entrance.filled import CODE, content, workbook

FILE = "first versions.xlsx"


def bring(pair: Partnership, by: Actor, given: Content | None = None, *, at: datetime | None = None) -> BaselineDraft:
    brought = Brought(given or content(), FILE, sha256(workbook()).hexdigest())
    with scope.opened(by):
        return keep_baseline(partnership_id=pair.pk, brought=brought, by=by, reason="from paper", at=at or now())


def approve(draft: BaselineDraft, by: Actor, **changed: Any) -> BaselineDraft:
    at = now()
    with scope.opened(by):
        shown = content_hash(baseline_content(BaselineDraft.objects.get(pk=draft.pk)))
        given = {"proof": proof(by, at, draft, shown), "shown_hash": shown} | changed
        return approve_baseline(baseline_id=draft.pk, by=by, reason="compared with paper", at=at, **given)


def only(*names: str) -> Content:
    """The content with these tables alone."""
    return {name: rows if name in names else () for name, rows in content().items()}


def changed(table: str, place: int = 0, **values: Any) -> Content:
    """The content with one row changed; None takes a value away."""
    rows = list(content()[table])
    given = {name: value for name, value in (rows[place].values | values).items() if value is not None}
    rows[place] = Row(rows[place].number, given)
    return content() | {table: tuple(rows)}


__all__ = ["CODE", "FILE", "approve", "bring", "changed", "content", "date", "only", "workbook"]
