"""How time is counted: elapsed or in business time, explained interval by interval. Pure."""

from clocks.calendars.closures import Closures, public_holidays
from clocks.calendars.counting import Count, Counted, Unit, count, due
from clocks.calendars.explaining import explain, moment, time_of_day, words
from clocks.calendars.frozen import frozen, thawed
from clocks.calendars.spans import Span, spans_of_day
from clocks.calendars.working import WorkCalendar

__all__ = [
    "Closures",
    "Count",
    "Counted",
    "Span",
    "Unit",
    "WorkCalendar",
    "count",
    "due",
    "explain",
    "frozen",
    "moment",
    "public_holidays",
    "spans_of_day",
    "thawed",
    "time_of_day",
    "words",
]
