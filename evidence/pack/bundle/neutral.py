"""Texts that a spreadsheet program would run as formulas are written with an apostrophe before, and read without it.

Reversible: `restored(neutralized(text)) == text` for every text, because a text that begins with an apostrophe itself
gets one more. Source of the list: OWASP, CSV injection.
"""

_STARTS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_MARK = "'"


def neutralized(text: str) -> str:
    """The text as it may stand in a cell."""
    return _MARK + text if text[:1] in _STARTS_A_FORMULA or text[:1] == _MARK else text


def restored(cell: str) -> str:
    """The text that was meant; an apostrophe that protects nothing is the writer's own."""
    protects = cell[1:2] in _STARTS_A_FORMULA or cell[1:2] == _MARK
    return cell[1:] if cell[:1] == _MARK and len(cell) > 1 and protects else cell
