"""Public holidays by region, with their names."""

from collections.abc import Mapping
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
