"""Changes to the baseline: request, impact, approval, effective date."""
