"""The pack as a CSV bundle: a zip of one CSV a table and a manifest, written and read without loss."""

from evidence.pack.bundle.reader import read
from evidence.pack.bundle.writer import blank, fill

__all__ = ["blank", "fill", "read"]
