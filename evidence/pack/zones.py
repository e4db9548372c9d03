"""The site's time zone, as a pack's header names it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The names of the IANA time zones known here; looking them up reads a folder, so once."""
    return frozenset(available_timezones())


def site_zone(content: Mapping[str, Any]) -> ZoneInfo:
    """The zone named in the raw header; UTC when it cannot be read.

    A header without a readable zone is refused anyway, and UTC lets the file's other problems be found in
    the same run.
    """
    header = content.get("header")
    name = header.get("time_zone") if isinstance(header, Mapping) else None
    is_known = isinstance(name, str) and name.strip() in zone_names()
    return ZoneInfo(str(name).strip() if is_known else "UTC")
