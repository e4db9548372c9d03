"""Reports of agreements: what leaves the platform on paper. Decides nothing."""
