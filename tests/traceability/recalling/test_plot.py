"""Every account has its dot inside the frame; north is up, east is right; the edges of the globe hold."""

from random import Random

import pytest

from traceability.recalling.plot import Point, plot


def test_north_is_up_and_east_is_right() -> None:
    found = plot([Point("Reno", 39.5, -119.8, "silent"), Point("Boston", 42.4, -71.1, "answered")])
    assert found is not None
    east, west = found.dots
    assert (east.name, east.tone, west.name) == ("Boston", "answered", "Reno")
    assert east.x > west.x
    assert east.y < west.y
    assert [line.label for line in found.meridians] == [f"{degree}°W" for degree in range(120, 65, -10)]


@pytest.mark.parametrize("seed", range(10))
def test_every_account_is_inside(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - reproducible on purpose
    points = [Point(str(n), chance.uniform(-90, 90), chance.uniform(-180, 180), "silent") for n in range(40)]
    found = plot(points)
    assert found is not None
    assert len(found.dots) == 40
    assert all(0 <= dot.x <= found.width and 0 <= dot.y <= found.height for dot in found.dots)


def test_edges() -> None:
    assert plot([]) is None
    pole = plot([Point("pole", 90, 180, "silent")])
    assert pole is not None
    assert 0 <= pole.dots[0].x <= pole.width
    zero = plot([Point("zero", 0, 0, "silent")])
    assert zero is not None
    assert {line.label for line in zero.meridians} == {"1°W", "0°", "1°E"}
