"""The site's time zone, as a pack's header names it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo


def site_zone(content: Mapping[str, Any]) -> ZoneInfo:
    """The zone named in the raw header; UTC when it cannot be read.

    A header without a readable zone is refused anyway, and UTC lets the file's other problems be found in
    the same run.
    """
    header = content.get("header")
    name = header.get("time_zone") if isinstance(header, Mapping) else None
    try:
        return ZoneInfo(name.strip()) if isinstance(name, str) else ZoneInfo("UTC")
    except (ValueError, OSError):
        return ZoneInfo("UTC")
