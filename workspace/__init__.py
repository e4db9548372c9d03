"""Pages that cross apps: inbox, dossier, search, auditor's room. No decisions."""
