"""Reports of quality events: what leaves the platform on paper. Decides nothing."""
