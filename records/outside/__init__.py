"""Paper and its seal: renders a PDF from HTML that it is handed, seals it, verifies it. Decides nothing."""
