"""Reports that cross apps, made from values. Decides nothing."""
