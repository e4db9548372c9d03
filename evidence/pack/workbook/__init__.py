"""The pack as an XLSX workbook: blank for a lot, filled from a pack, read back without guessing."""

from evidence.pack.workbook.reader import read
from evidence.pack.workbook.writer import blank, fill

__all__ = ["blank", "fill", "read"]
