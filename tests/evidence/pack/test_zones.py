from typing import Any

import pytest

from evidence.pack.zones import site_zone


def test_the_headers_zone_is_taken() -> None:
    assert site_zone({"header": {"time_zone": " America/Denver "}}).key == "America/Denver"


@pytest.mark.parametrize(
    "name",
    ["Mountain", "America", "", "../../etc/passwd", "a\x00b", "\ud800", "x" * 10_000, 7, None, ["UTC"]],
)
def test_an_unreadable_zone_is_utc_until_the_header_is_refused(name: object) -> None:
    assert site_zone({"header": {"time_zone": name}}).key == "UTC"


@pytest.mark.parametrize("content", [{}, {"header": None}, {"header": []}, {"header": "UTC"}])
def test_without_a_header_it_is_utc(content: dict[str, Any]) -> None:
    assert site_zone(content).key == "UTC"
