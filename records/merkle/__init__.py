"""Proofs of the trail: trees, lines, heads, signatures. Standard library only: a verifier carries it along."""
