from decimal import Decimal

import pytest

from workspace.kit.limits import limit_bar


def test_a_value_between_two_limits_stands_to_scale() -> None:
    bar = limit_bar(Decimal(100), Decimal(90), Decimal(110))
    assert (bar.low_x, bar.value_x, bar.high_x) == (26.7, 60.0, 93.3)
    assert (bar.band_x, bar.band_width) == (26.7, 66.6)
    assert bar.inside is True
    assert bar.beyond == ""


@pytest.mark.parametrize(("value", "inside"), [("0.49", True), ("0.5", True), ("0.51", False), ("0.62", False)])
def test_a_value_on_the_upper_limit_is_inside(value: str, inside: bool) -> None:
    assert limit_bar(Decimal(value), None, Decimal("0.5")).inside is inside


@pytest.mark.parametrize(("value", "inside"), [("95.9", False), ("96", True), ("96.1", True)])
def test_a_value_on_the_lower_limit_is_inside(value: str, inside: bool) -> None:
    assert limit_bar(Decimal(value), Decimal(96), None).inside is inside


@pytest.mark.parametrize(
    ("value", "place", "beyond"), [("200", 110.0, "right"), ("0", 10.0, "left"), ("114", 106.7, "")]
)
def test_a_value_far_out_stands_at_the_edge(value: str, place: float, beyond: str) -> None:
    bar = limit_bar(Decimal(value), Decimal(90), Decimal(110))
    assert (bar.value_x, bar.beyond, bar.inside) == (place, beyond, False)


def test_equal_limits_and_a_limit_of_zero_can_be_drawn() -> None:
    assert limit_bar(Decimal(5), Decimal(5), Decimal(5)).inside is True
    assert limit_bar(Decimal(0), None, Decimal(0)).inside is True
    assert limit_bar(Decimal(1), Decimal(0), Decimal(0)).inside is False


def test_no_limit_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="lower or an upper limit"):
        limit_bar(Decimal(1), None, None)
