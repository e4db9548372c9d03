"""The looks of the workbook: what is known is gray and locked, what is asked is white and open."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

DAY_FORMAT, MOMENT_FORMAT, TEXT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"
FORMATS = {"day": DAY_FORMAT, "moment": MOMENT_FORMAT}
WIDTHS = {"note": 40, "text": 20, "value": 16, "number": 14, "unit": 12, "day": 13, "moment": 18}
_LINE = Border(*[Side(style="thin", color="C9D1D9")] * 4)
_KNOWN, _HEADING = PatternFill("solid", fgColor="EEF1F4"), PatternFill("solid", fgColor="1F4B5F")


def register(book: Workbook) -> None:
    book.add_named_style(_style("sheet title", font=Font(bold=True, size=15), fill=None))
    book.add_named_style(_style("guide", font=Font(italic=True, color="57606A"), fill=None))
    book.add_named_style(_style("block title", font=Font(bold=True, size=12, color="1F4B5F"), fill=None))
    book.add_named_style(_style("heading", font=Font(bold=True, color="FFFFFF"), fill=_HEADING))
    for name in ("entry", "known"):
        for kind in ("", " day", " moment"):
            style = _style(name + kind, font=Font(), fill=_KNOWN if name == "known" else None)
            style.number_format = FORMATS.get(kind.strip(), TEXT_FORMAT)
            style.protection = Protection(locked=name == "known")
            style.border = _LINE
            book.add_named_style(style)


def _style(name: str, *, font: Font, fill: PatternFill | None) -> NamedStyle:
    style = NamedStyle(name=name, font=font)
    style.alignment = Alignment(vertical="top", wrap_text=name == "heading")
    style.number_format = TEXT_FORMAT
    if fill is not None:
        style.fill = fill
    return style


def style_name(kind: str, *, is_known: bool) -> str:
    suffix = f" {kind}" if kind in FORMATS else ""
    return f"{'known' if is_known else 'entry'}{suffix}"
