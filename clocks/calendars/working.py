"""An organisation's business time: which days, which hours, in which time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from clocks.calendars.spans import Span, spans_of_day

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Business days are `weekdays` (0 = Monday) that are no holiday, from `opens` to `closes`."""

    zone: ZoneInfo
    holidays: Mapping[date, str] = field(default_factory=dict)
    opens: timedelta = timedelta(hours=8)
    closes: timedelta = timedelta(hours=17)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY

    def closed_because(self, day: date) -> str:
        """Why nobody works that day; empty on a business day."""
        if day.weekday() not in self.weekdays:
            return day.strftime("%A")
        return self.holidays.get(day, "")

    def working(self, day: date) -> tuple[Span, ...]:
        """The business hours of that day; none on a closed one."""
        if self.closed_because(day):
            return ()
        return spans_of_day(day, self.opens, self.closes, self.zone)
