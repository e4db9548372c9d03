"""Workbooks of strangers: what their bytes may contain, which cells are refused, and how a problem is told. Pure."""
