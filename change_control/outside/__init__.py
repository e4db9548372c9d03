"""Reports of change requests: what leaves the platform on paper. Decides nothing."""
