"""Tables that others make (CSV, XLSX), read by a profile of columns: exactly, or refused cell by cell."""

from evidence.pack.foreign.profile import DAY_ORDERS, FIELDS, Profile, profile_from
from evidence.pack.foreign.rows import Mapped, read_rows
from evidence.pack.foreign.tables import Sheet, read_sheets

__all__ = ["DAY_ORDERS", "FIELDS", "Mapped", "Profile", "Sheet", "profile_from", "read_rows", "read_sheets"]
