"""What could not be read, where it stands, and how to put it right: told of packs in the words of every sheet."""

from masters.sheets.problems import LONGEST_QUOTE, NotReadable, Problem, Unreadable, printable

__all__ = ["LONGEST_QUOTE", "NotReadable", "Problem", "Unreadable", "printable"]
