"""What a lot reaches and how sure that is: pure calculation on values, no Django (ADR 0030)."""
