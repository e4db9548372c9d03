"""Doors to the outside: mail."""
