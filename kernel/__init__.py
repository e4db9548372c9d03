"""What every app stands on: no models, no rules of the trade, imports no app. A closed list of files (ADR 0001)."""
