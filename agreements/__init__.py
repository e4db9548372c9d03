"""Quality agreements whose typed clauses execute."""
