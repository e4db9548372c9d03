"""Doors to the outside: the file store, what a file really is."""
