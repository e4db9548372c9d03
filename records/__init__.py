"""Signatures, refusals, sealed reports: what proves a decision."""
