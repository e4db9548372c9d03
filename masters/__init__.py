"""The approved baseline: products, master records, specifications, labels."""
