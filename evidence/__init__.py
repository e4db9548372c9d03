"""Evidence packs, files, rules, review by exception."""
