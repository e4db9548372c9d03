"""Doors to the outside: log-in machinery, keys."""
