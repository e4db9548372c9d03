"""GS1 trade item numbers. Pure."""

_LENGTHS = (8, 12, 13, 14)


def is_gtin(text: str) -> bool:
    """Whether this is a GTIN-8, -12, -13 or -14 with the right check digit (GS1 7.9.1)."""
    if len(text) not in _LENGTHS or not (text.isascii() and text.isdigit()):
        return False
    digits = [int(sign) for sign in reversed(text)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
