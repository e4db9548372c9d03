"""GS1 trade item numbers. Pure."""

from biip.checksums import gs1_standard_check_digit

LENGTHS = (8, 12, 13, 14)


def is_gtin(text: str) -> bool:
    """Whether this is a GTIN-8, -12, -13 or -14 with the right check digit (GS1 7.9.1)."""
    if len(text) not in LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    return gs1_standard_check_digit(text[:-1]) == int(text[-1])
