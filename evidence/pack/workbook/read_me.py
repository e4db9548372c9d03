"""The workbook's first sheet: how to fill it in, on one page."""

from evidence.pack.known import KnownLot


def read_me_lines(known: KnownLot) -> list[tuple[str, str]]:
    """Lines of the sheet, each with its style."""
    return [
        (f"Evidence pack of lot {known.lot_number}", "sheet title"),
        (f"{known.product_name}, made at {known.site_name}", "guide"),
        ("", "guide"),
        ("How to fill it in", "block title"),
        ("One sheet a category. Gray cells are known and locked; fill in the white ones.", "guide"),
        ("Click a cell: a note says what belongs there, and the paragraph that asks for it.", "guide"),
        ("Leave a cell empty when there is nothing to say. Never write 0, n/a or a dash for it.", "guide"),
        ("Need more rows? Insert them inside a table. Never move or rename a heading.", "guide"),
        ("", "guide"),
        ("How values are read", "block title"),
        ("Numbers: plain digits, no thousands separator, the decimal mark of the sheet Header.", "guide"),
        (
            "Results: 12.5, <0.5, <LOQ, ND, complies, fails, absent in 10 g, or words in “straight quotes”.",
            "guide",
        ),
        ("Limits: NMT 10 ppm, NLT 90, 90 to 110, <1000 CFU/g, ND, complies.", "guide"),
        ("Dates: year-month-day. Times: site time of the header, year-month-day hour:minute.", "guide"),
        ("No formulas: paste as values. A file with one is refused and the cell is named.", "guide"),
        ("", "guide"),
        ("Then", "block title"),
        ("Upload this workbook together with the documents listed on the sheet Documents.", "guide"),
        ("What cannot be read is named by sheet, row and column, and nothing is stored.", "guide"),
    ]
