"""The list of lots as files that spreadsheets open. Decides nothing."""
