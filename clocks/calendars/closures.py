"""Public holidays by region, with their names, and a company's own closing days."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def public_holidays(region: str) -> Mapping[date, str]:
    """The holidays of "US", or with a part of the country "US-CA", observed days included.

    Years fill in by themselves. Raises NotImplementedError for a region that the tables don't know.
    """
    country, _, part = region.partition("-")
    table: Mapping[date, str] = holidays.country_holidays(country, subdiv=part or None)
    return table


class Closures(Mapping[date, str]):
    """Own closing days before the region's holidays, which fill in when they are asked for."""

    def __init__(self, public: Mapping[date, str], own: Mapping[date, str]) -> None:
        self._public, self._own = public, own

    def __getitem__(self, day: date) -> str:
        found = self._own.get(day) or self._public.get(day)
        if found is None:
            raise KeyError(day)
        return found

    def __iter__(self) -> Iterator[date]:
        return iter({*self._own, *self._public})

    def __len__(self) -> int:
        return len({*self._own, *self._public})
