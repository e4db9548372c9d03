"""Reports about where goods went, as plain values. Decides nothing."""
