"""Pages of people, partners, auditors, keys, and of the own account."""
