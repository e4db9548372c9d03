"""What makes an adverse event serious, and until when it is owed to the FDA (21 USC 379aa-1; trap T5). Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

OUTCOMES: dict[str, str] = {
    "death": "Death",
    "life_threatening": "A life-threatening experience",
    "hospitalization": "Inpatient hospitalization",
    "disability": "A persistent or significant disability or incapacity",
    "birth_defect": "A congenital anomaly or birth defect",
    "intervention": "A medical or surgical intervention was needed to prevent one of these",
}
"""The five outcomes of 379aa-1(a)(2)(A), and (B): what had to be done so that none of them came about."""
REPORT_DAYS = 15
"""Business days from receipt to the report, the first one and each follow-up (379aa-1(c))."""
KEPT_YEARS = 6
"""The records of every adverse event, serious or not (379aa-1(e)(1))."""


def serious_outcomes(answers: Mapping[str, bool]) -> tuple[str, ...]:
    """The outcomes that were answered with yes, in the order of the Act. KeyError when one was not answered."""
    return tuple(outcome for outcome in OUTCOMES if answers[outcome])


def is_serious(answers: Mapping[str, bool], *, is_adverse: bool) -> bool:
    """Whether a report is owed: a health-related event, and one of the outcomes."""
    return is_adverse and bool(serious_outcomes(answers))


def first_receipt(receipts: Iterable[datetime | None]) -> datetime:
    """The clock's start: the earliest receipt by any of the companies. ValueError where nobody received anything."""
    return min(moment for moment in receipts if moment is not None)


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 1 March where a 29 February has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def is_follow_up(*, reported_on: date, received_on: date) -> bool:
    """Whether new medical information is owed: received within a year of the first report, its last day included."""
    return received_on <= years_after(reported_on, 1)


def kept_until(received_on: date) -> date:
    """The day until which the records of an adverse event are kept at least."""
    return years_after(received_on, KEPT_YEARS)
