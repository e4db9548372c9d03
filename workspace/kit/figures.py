"""Numbers as people in the trade write them: grouped, as precise as they were given, never rounded."""

from decimal import Decimal, InvalidOperation

SPACE = "\u00a0"


def grouped(value: object) -> str:
    """`11880` → `11 880`, `0.50` → `0.50`; what is no number stays as it is.

    The figures after the point are those that were given: a result of 0.50 says more than one of 0.5.
    """
    if value is None or value == "":
        return "–"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    text = f"{number:,f}"
    return text.replace(",", SPACE).replace("-", "\u2212")
