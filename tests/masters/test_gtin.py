"""GTINs with real numbers off real bottles, and with one digit wrong."""

import pytest

from masters.gtin import is_gtin


@pytest.mark.parametrize("text", ["00850041237817", "850041237817", "4006381333931", "96385074"])
def test_the_check_digit_is_right(text: str) -> None:
    assert is_gtin(text)


@pytest.mark.parametrize(
    "text", ["00850041237818", "085004123781", "", "8500412378171234", "٤٠٠٦٣٨١٣٣٣٩٣١", "4006381 33393", "abcdefgh"]
)
def test_what_is_no_gtin(text: str) -> None:
    assert not is_gtin(text)
