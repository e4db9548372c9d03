"""Pages about partners: figures with their intervals, and qualification."""

from performance.views.partners import partner, partners
from performance.views.qualifying import qualify

__all__ = ["partner", "partners", "qualify"]
