"""The gate, dispositions, the three release patterns."""
