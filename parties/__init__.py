"""Organisations, people, roles, partnerships: who may act for whom."""
