"""The API of release: gate, decisions, and what turned lots to the sponsor."""
