"""Business time of a company or of one of its sites, resolved. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from typing import Any

import holidays

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class WorkTime:
    """Weekdays (0 = Monday) from `opens_at` to `closes_at`, without the region's holidays and the closing days."""

    time_zone: str
    holiday_region: str = "US"
    opens_at: time = time(8)
    closes_at: time = time(17)
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    closing_days: Mapping[str, str] = field(default_factory=dict)
    """ISO day → its name."""

    @property
    def words(self) -> str:
        """ "Monday, Tuesday … 08:00–17:00, holidays of US, 2 closing days"."""
        days = ", ".join(WEEKDAYS[day][:3] for day in self.working_days)
        own = len(self.closing_days)
        closing = f", {own} own closing day{'' if own == 1 else 's'}" if own else ""
        return (
            f"{days}, {self.opens_at:%H:%M}–{self.closes_at:%H:%M}, public holidays of {self.holiday_region}{closing}"
        )


USUAL = WorkTime("UTC")
"""Monday to Friday, 08:00 to 17:00, federal holidays: until a company says otherwise."""


def refined(usual: WorkTime, time_zone: str, own: Any) -> WorkTime:
    """What the row says for itself, else what was usual; closing days add up."""
    return replace(
        usual,
        time_zone=time_zone,
        holiday_region=own.holiday_region or usual.holiday_region,
        opens_at=own.opens_at or usual.opens_at,
        closes_at=own.closes_at or usual.closes_at,
        working_days=tuple(sorted(own.working_days)) or usual.working_days,
        closing_days={**usual.closing_days, **own.closing_days},
    )


@cache
def known_regions() -> frozenset[str]:
    """Countries with tables of holidays, and their parts: "US", "US-CA"."""
    table: Mapping[str, Iterable[str]] = holidays.list_supported_countries()
    parts = {f"{country}-{part}" for country, names in table.items() for part in names}
    return frozenset(region for region in {*table, *parts} if len(region) <= 8)  # noqa: PLR2004 - the column


def closing_days_from(text: str) -> dict[str, str]:
    """“2026-12-24 Christmas shutdown”, one a line. ValueError names the line that is no such thing."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        day, _, name = line.partition(" ")
        try:
            found[date.fromisoformat(day).isoformat()] = name.strip() or "closed"
        except ValueError as error:
            raise ValueError(f"“{line}” does not begin with a day such as 2026-12-24") from error
    return dict(sorted(found.items()))


def closing_days_text(days: Mapping[str, str]) -> str:
    return "\n".join(f"{day} {name}" for day, name in days.items())
