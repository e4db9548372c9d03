"""What crosses apps, over the API."""

from workspace.api.search import Search
from workspace.api.simulation import SimulationAnswer

__all__ = ["Search", "SimulationAnswer"]
