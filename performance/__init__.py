"""KPIs and qualification."""
