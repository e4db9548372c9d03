"""Reads for the board and the calendar of changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, Q

from change_control.models import ChangeRequest
from change_control.queries import OPEN, changes
from change_control.states import GRANTED, ChangeState

SHOWN = 15
"""Changes of a column that the board shows; the list has the others."""
BACK, AHEAD = timedelta(days=31), timedelta(days=366)
MOST = 300

_COLUMNS = (
    ("Being written", (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.CLASSIFIED)),
    ("Impact", (ChangeState.IMPACT_ASSESSMENT,)),
    ("Sponsor decides", (ChangeState.SPONSOR_REVIEW, ChangeState.EMERGENCY)),
    ("Approved or told", (ChangeState.APPROVED, ChangeState.NOTIFIED)),
    ("Implementing", (ChangeState.IMPLEMENTING, ChangeState.VERIFIED)),
    ("In effect, to be reviewed", (ChangeState.EFFECTIVE, ChangeState.POST_REVIEW)),
)
"""Every open state stands in one column (a test says so)."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    states: tuple[ChangeState, ...]
    changes: list[ChangeRequest]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.changes)


@dataclass(frozen=True, slots=True)
class Entry:
    """What happens to a change on a day."""

    on: date
    what: str
    change: ChangeRequest
    is_late: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    entries: list[Entry]


def board() -> list[Column]:
    """Open changes by stage, those with the nearest day first; a query for the numbers and one a filled column."""
    rows = ChangeRequest.objects.filter(state__in=OPEN).values("state").annotate(total=Count("id"))
    totals = {row["state"]: row["total"] for row in rows}
    found = []
    for title, states in _COLUMNS:
        total = sum(totals.get(state, 0) for state in states)
        shown = changes().filter(state__in=states).order_by("effective_on", "id")[:SHOWN] if total else []
        found.append(Column(title, states, list(shown), total))
    return found


def calendar(today: date) -> list[Month]:
    """From a month ago to a year ahead: days of effect and of review, month by month; one query."""
    span = (today - BACK, today + AHEAD)
    found = changes().filter(Q(effective_on__range=span) | Q(review_due_on__range=span))
    found = found.exclude(state__in=(ChangeState.REJECTED, ChangeState.WITHDRAWN)).order_by("effective_on", "id")
    entries = [entry for change in found[:MOST] for entry in _entries(change, today) if span[0] <= entry.on <= span[1]]
    entries.sort(key=lambda entry: (entry.on, entry.change.number))
    return [Month(first, list(rows)) for first, rows in groupby(entries, key=lambda entry: entry.on.replace(day=1))]


def _entries(change: ChangeRequest, today: date) -> list[Entry]:
    decided = change.state in OPEN and change.state not in (*GRANTED, ChangeState.EFFECTIVE, ChangeState.POST_REVIEW)
    words = "asked for, not decided" if decided else "takes effect" if change.state in GRANTED else "took effect"
    late = change.effective_on < today and change.state in OPEN and words != "took effect"
    found = [Entry(change.effective_on, words, change, late)]
    if change.review_due_on:
        is_late = change.state == ChangeState.EFFECTIVE and change.review_due_on < today
        found.append(Entry(change.review_due_on, "review of its effect", change, is_late))
    return found
