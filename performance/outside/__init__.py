"""Reports of partners: what leaves the platform on paper. Decides nothing."""
