"""Lists of warehouses: what went on to which account, read by a profile of columns; pure calculation."""

from traceability.lists.profile import FIELDS, MUST, Profile, likely_columns
from traceability.lists.reading import OnwardLine, UnreadableListError, check_line, read_list, sheets_of

__all__ = [
    "FIELDS", "MUST", "OnwardLine", "Profile", "UnreadableListError", "check_line", "likely_columns", "read_list",
    "sheets_of",
]  # fmt: skip
