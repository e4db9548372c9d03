"""EPCIS 2.0: documents read and written, what events say about lots and containers; pure calculation (ADR 0031)."""
